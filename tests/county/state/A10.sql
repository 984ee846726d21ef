SELECT v.value FROM payment AS p JOIN person AS o USING (household)
JOIN pension AS i ON i.person = o.person
JOIN (SELECT household, count(*) AS heads FROM person GROUP BY household) AS h USING (household)
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '农村低保' AND i.scheme = '城镇职工' AND i.amount / h.heads > 240
  AND p.pay_date BETWEEN i.starts_on AND coalesce(i.ends_on, DATE '2099-01-01')
