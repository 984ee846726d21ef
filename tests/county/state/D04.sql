SELECT v.value FROM payment AS p JOIN cadre AS c USING (account)
JOIN vault_account AS v ON v.key = p.account JOIN person AS o ON o.person = c.person
WHERE p.household <> o.household AND p.account NOT IN (SELECT account FROM account_role)
