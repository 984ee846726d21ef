SELECT o.code FROM payment AS p JOIN programme AS g USING (programme) JOIN place AS o USING (village)
WHERE g.kind IN ('粮食直补', '地力保护', '退耕还林', '公益林') GROUP BY o.code, p.programme, p.period
HAVING count(*) >= 10 AND count(*) FILTER (WHERE p.quantity % 1 = 0) > 0.5 * count(*)
