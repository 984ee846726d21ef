SELECT v.value FROM payment AS p JOIN cadre AS c USING (person)
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '扶贫到户', '残疾人补贴')
  AND p.pay_date BETWEEN c.starts_on AND coalesce(c.ends_on, DATE '2099-01-01')
