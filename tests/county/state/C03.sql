SELECT o.code FROM (SELECT village, programme, period // 100 AS year, sum(quantity) AS paid FROM payment GROUP BY ALL) AS p
JOIN village_ledger AS l USING (village, programme, year) JOIN place AS o USING (village)
WHERE p.paid > 1.01 * l.quantity
