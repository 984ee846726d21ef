SELECT v.value FROM payment AS p JOIN cadre AS c USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('种粮大户', '退耕还林', '公益林', '地力保护') AND g.title NOT LIKE '新一轮%'
  AND p.pay_date BETWEEN c.starts_on AND coalesce(c.ends_on, DATE '2099-01-01')
GROUP BY v.value, p.programme, p.period, g.kind
HAVING sum(p.amount) > CASE WHEN g.kind IN ('种粮大户', '退耕还林') THEN 1500 ELSE 1000 END
