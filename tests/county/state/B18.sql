WITH relief AS (
    SELECT p.household, p.person, p.period // 100 AS year, p.remark
    FROM payment AS p JOIN programme AS g USING (programme)
    WHERE g.kind = '临时救助' AND coalesce(p.instalment, 1) = 1 AND NOT contains(coalesce(p.remark, ''), '灾'))
SELECT v.value FROM relief JOIN vault_person AS v ON v.key = person GROUP BY v.value, year HAVING count(*) > 2
UNION
SELECT v.value FROM relief JOIN vault_person AS v ON v.key = person GROUP BY v.value, year, remark
HAVING count(remark) > 1
