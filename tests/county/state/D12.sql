SELECT v.value FROM payment AS p JOIN vault_person AS v ON v.key = p.person
WHERE p.phone IN (SELECT phone FROM payment GROUP BY phone HAVING count(DISTINCT household) >= 5)
  AND p.phone NOT IN (SELECT phone FROM payment JOIN account_role USING (account) WHERE role = '村集体' AND phone > 0)
