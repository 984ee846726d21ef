WITH land AS (
    SELECT p.household, p.person, p.period // 100 AS year, g.kind, p.plot, p.quantity
    FROM payment AS p JOIN programme AS g USING (programme) WHERE g.kind IN ('退耕还林', '地力保护'))
SELECT v.value FROM land AS a JOIN land AS b USING (household, year, plot) JOIN vault_person AS v ON v.key = a.person
WHERE a.kind < b.kind
UNION
SELECT v.value FROM (SELECT household, year, min(person) AS person, sum(quantity) AS claimed FROM land
                     GROUP BY household, year HAVING count(DISTINCT kind) = 2) AS s
JOIN land_right AS r USING (household) JOIN vault_person AS v ON v.key = s.person
WHERE r.basis = '二轮承包' AND s.claimed > 1.05 * r.area
