SELECT v.value FROM payment AS p JOIN payee AS y USING (person) JOIN vault_person AS v ON v.key = p.person
WHERE p.pay_date >= y.born_on + to_years(100)
  AND p.person NOT IN (SELECT person FROM assistance_roll WHERE kind = '生存核验')
