SELECT v.value FROM payment AS p JOIN person AS o USING (household)
JOIN public_employee AS e ON e.person = o.person
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '扶贫到户') AND e.category = '在编在职' AND o.person <> p.person AND o.relation = '配偶'
  AND p.pay_date BETWEEN e.starts_on AND coalesce(e.ends_on, DATE '2099-01-01')
