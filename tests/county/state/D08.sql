SELECT v.value FROM payment AS p JOIN payment AS q USING (account) JOIN vault_account AS v ON v.key = p.account
JOIN payment AS r USING (account)
WHERE p.township <> q.township AND r.township = p.township AND p.pay_date <= q.pay_date AND q.pay_date <= r.pay_date
  AND p.period // 100 = q.period // 100 AND p.account NOT IN (SELECT account FROM account_role)
