WITH post AS (
    SELECT DISTINCT p.person, p.period, p.programme, p.pay_date FROM payment AS p JOIN programme AS g USING (programme)
    WHERE g.kind = '公益岗')
SELECT v.value FROM (SELECT person, period FROM post GROUP BY person, period HAVING count(DISTINCT programme) > 1) AS m
JOIN vault_person AS v ON v.key = m.person GROUP BY v.value HAVING count(*) > 1
UNION
SELECT v.value FROM post AS p JOIN public_employee AS e USING (person) JOIN vault_person AS v ON v.key = p.person
WHERE e.category = '在编在职' AND p.pay_date BETWEEN e.starts_on AND coalesce(e.ends_on, DATE '2099-01-01')
