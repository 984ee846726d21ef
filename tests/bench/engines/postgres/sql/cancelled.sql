TRUNCATE cancelled;
WITH minus AS (
    SELECT payment_no, person, programme, period, -amount AS amount,
           row_number() OVER (PARTITION BY person, programme, period, amount ORDER BY payment_no) AS nth
    FROM payment WHERE amount < 0
),
plus AS (
    SELECT p.payment_no, p.person, p.programme, p.period, p.amount,
           row_number() OVER (PARTITION BY p.person, p.programme, p.period, p.amount ORDER BY p.payment_no DESC) AS nth
    FROM payment AS p
    JOIN (SELECT DISTINCT person, programme, period, amount FROM minus) AS m USING (person, programme, period, amount)
),
pairs AS (
    SELECT minus.payment_no AS taken, plus.payment_no AS given
    FROM minus JOIN plus USING (person, programme, period, amount, nth)
)
INSERT INTO cancelled SELECT taken FROM pairs UNION SELECT given FROM pairs;
ANALYZE cancelled;
