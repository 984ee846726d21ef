SELECT v.value FROM payment AS p JOIN person AS o USING (household)
JOIN property AS h ON h.person = o.person JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '扶贫到户') AND h.kind = '商品房' AND p.pay_date >= h.registered_on
  AND p.household NOT IN (SELECT household FROM poverty_household WHERE ends_on < h.registered_on)
