SELECT v.value FROM payment AS p JOIN person AS o USING (household)
JOIN vehicle AS c ON c.person = o.person JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '扶贫到户') AND c.kind = '小型轿车' AND c.value >= 30000
  AND p.pay_date BETWEEN c.registered_on AND coalesce(c.cancelled_on, DATE '2099-01-01')
  AND p.household NOT IN (SELECT household FROM poverty_household WHERE ends_on < c.registered_on)
