SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '城市低保') AND (p.household IN (
    SELECT m.household FROM person AS m JOIN payee AS y USING (person)
    WHERE m.relation IN ('配偶', '子女') AND m.household_to IS NULL AND y.born_on < DATE '1995-01-01'
      AND m.person NOT IN (SELECT person FROM assistance_roll) AND m.person NOT IN (SELECT person FROM prisoner)
      AND m.person NOT IN (SELECT person FROM death))
  OR p.household IN (SELECT household FROM assistance_roll WHERE person NOT IN (SELECT person FROM person)))
