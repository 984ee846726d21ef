WITH died AS (SELECT person, min(died_on) AS died_on FROM death GROUP BY person),
own AS (
    SELECT p.person, p.programme, p.year, p.period_end, p.amount, d.died_on
    FROM pay AS p JOIN died AS d ON d.person = p.person AND p.period_start > d.died_on
    WHERE p.paid_to = 'person' AND NOT p.land AND p.kind <> '丧葬补助'
),
dead_insured AS (
    SELECT DISTINCT p.payment_no, d.person, p.household, p.kind, p.programme, p.year, p.period_start, p.period_end,
           p.amount, d.died_on
    FROM died AS d
    JOIN assistance_roll AS r ON r.person = d.person
    JOIN pay AS p ON p.household = r.household AND p.kind = r.kind
    WHERE p.kind IN ('农村低保', '城市低保') AND p.paid_to = 'household' AND p.period_start > d.died_on
      AND (r.ends_on IS NULL OR r.ends_on >= p.period_start)
),
shared AS (
    SELECT i.person, i.programme, i.year, i.period_end, round(i.amount / count(DISTINCT o.person), 2) AS amount, i.died_on
    FROM dead_insured AS i JOIN assistance_roll AS o ON o.household = i.household AND o.kind = i.kind
    WHERE (o.starts_on IS NULL OR o.starts_on <= i.period_end) AND (o.ends_on IS NULL OR o.ends_on >= i.period_start)
    GROUP BY i.payment_no, i.person, i.programme, i.year, i.period_end, i.amount, i.died_on
    HAVING count(DISTINCT o.person) > 1
),
late AS (
    SELECT person, programme, year, amount,
           max((extract(year FROM period_end) - extract(year FROM died_on)) * 12
               + extract(month FROM period_end) - extract(month FROM died_on))
               OVER (PARTITION BY person, programme) AS months_after
    FROM (SELECT * FROM own UNION ALL SELECT * FROM shared) AS paid
)
SELECT person, programme, year, sum(amount) FROM late WHERE months_after > 1 GROUP BY person, programme, year
