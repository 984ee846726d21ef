WITH used AS MATERIALIZED (
    SELECT person, year, account, sum(amount) AS paid, min(on_date) AS first_on, max(on_date) AS last_on,
           min(programme) AS low, max(programme) AS high
    FROM pay WHERE account > 0 GROUP BY person, year, account
),
many AS (
    SELECT person, year, sum(paid) - max(paid) AS amount,
           CASE WHEN min(low) = max(high) THEN min(low) ELSE 0 END AS programme
    FROM used GROUP BY person, year HAVING count(*) >= 3
),
whole_life AS (
    SELECT person, account, min(first_on) AS first_on, max(last_on) AS last_on
    FROM used WHERE person IN (SELECT person FROM many) GROUP BY person, account
),
turn AS (
    SELECT person, year, l.first_on,
           lag(l.last_on) OVER (PARTITION BY person, year ORDER BY l.first_on, account) AS before_last_on
    FROM many JOIN used USING (person, year) JOIN whole_life AS l USING (person, account)
)
SELECT person, programme, year, amount
FROM many
WHERE EXISTS (
    SELECT 1 FROM turn AS t WHERE t.person = many.person AND t.year = many.year AND t.before_last_on >= t.first_on)
