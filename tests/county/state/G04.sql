WITH y AS (SELECT household, programme, period // 100 AS year, sum(amount) AS paid FROM payment GROUP BY ALL),
z AS (SELECT village, programme, period // 100 AS year, sum(amount) AS paid, count(DISTINCT household) AS n
      FROM payment GROUP BY ALL)
SELECT v.value FROM y AS d JOIN y AS a USING (household, programme) JOIN y AS b USING (household, programme)
JOIN y AS c USING (household, programme) JOIN payment AS p ON p.household = d.household
JOIN vault_person AS v ON v.key = p.person
WHERE a.year = d.year - 1 AND b.year = d.year - 2 AND c.year = d.year - 3 AND d.paid > 3 * list_aggregate([a.paid, b.paid, c.paid], 'median')
UNION
SELECT o.code FROM z AS d JOIN z AS a USING (village, programme) JOIN z AS b USING (village, programme)
JOIN z AS c USING (village, programme) JOIN place AS o USING (village)
WHERE a.year = d.year - 1 AND b.year = d.year - 2 AND c.year = d.year - 3 AND d.n >= 10
  AND d.paid > 3 * list_aggregate([a.paid, b.paid, c.paid], 'median')
