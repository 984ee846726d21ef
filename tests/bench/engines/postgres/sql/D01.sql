WITH shared AS (
    SELECT account, period / 100 AS year FROM payment
    GROUP BY account, period / 100 HAVING min(person) < max(person)
),
per_household AS (
    SELECT p.account, p.year, p.household, sum(p.amount) AS paid, min(p.programme) AS low, max(p.programme) AS high
    FROM shared JOIN pay AS p ON p.account = shared.account AND p.year = shared.year
    WHERE NOT EXISTS (
        SELECT 1 FROM account_role AS l
        WHERE l.account = p.account AND l.role <> '合作社' AND (l.for_person IS NULL OR l.for_person = p.person)
          AND (l.starts_on IS NULL OR l.starts_on <= p.on_date) AND (l.ends_on IS NULL OR l.ends_on >= p.on_date))
    GROUP BY p.account, p.year, p.household
)
SELECT account, CASE WHEN min(low) = max(high) THEN min(low) ELSE 0 END, year, sum(paid) - max(paid)
FROM per_household GROUP BY account, year HAVING count(*) >= 2
