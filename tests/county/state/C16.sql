SELECT v.value FROM payment AS p JOIN person AS o USING (household)
JOIN cadre AS c ON c.person = o.person JOIN programme AS g USING (programme)
JOIN (SELECT household, count(*) AS heads FROM person GROUP BY household) AS h USING (household)
JOIN vault_person AS v ON v.key = c.person
WHERE g.title LIKE '退耕还林%' AND p.pay_date < coalesce(c.ends_on, DATE '2099-01-01')
GROUP BY v.value, p.programme, p.period, h.heads HAVING sum(p.amount) > 1500 * h.heads
