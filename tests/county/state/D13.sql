WITH c AS (SELECT *, lag(account) OVER (PARTITION BY person, programme ORDER BY pay_date) AS before FROM payment)
SELECT o.code FROM c JOIN place AS o USING (village) JOIN programme AS g USING (programme)
WHERE account <> before AND g.kind <> '居民养老'
  AND NOT EXISTS (SELECT 1 FROM payment AS e WHERE e.person = c.person AND e.account = c.account AND e.pay_date < c.pay_date)
GROUP BY o.code, programme, period HAVING count(*) >= 5
