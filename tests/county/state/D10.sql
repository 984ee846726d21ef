SELECT v.value FROM (
    SELECT person, account, pay_date, lag(account) OVER w AS before, lead(account) OVER w AS after,
           lag(pay_date) OVER w AS before_on, count(*) OVER (PARTITION BY person, account) AS uses
    FROM payment WINDOW w AS (PARTITION BY person, programme ORDER BY pay_date)) AS p
JOIN vault_person AS v ON v.key = p.person
WHERE before = after AND before <> account AND pay_date - before_on <= 30 AND uses = 1
