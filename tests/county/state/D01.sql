SELECT v.value FROM payment AS p JOIN vault_account AS v ON v.key = p.account
WHERE p.account NOT IN (SELECT account FROM account_role)
GROUP BY v.value, p.period // 100 HAVING count(DISTINCT p.household) > 1
