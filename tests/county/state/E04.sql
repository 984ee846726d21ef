SELECT v.value FROM approval AS a JOIN vault_person AS v ON v.key = a.person
JOIN payment AS p ON p.person = a.person AND p.programme = a.programme AND p.period = a.period
LEFT JOIN bank_return AS b ON b.account = p.account AND b.status = '失败'
  AND b.account NOT IN (SELECT account FROM bank_return WHERE status = '已重发')
WHERE a.amount - CASE WHEN b.account IS NULL THEN p.amount ELSE 0 END > 1
