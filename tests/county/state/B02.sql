SELECT v.value FROM payment AS p JOIN payment AS q USING (household, period)
JOIN programme AS g ON g.programme = p.programme JOIN programme AS h ON h.programme = q.programme
JOIN vault_person AS v ON v.key = p.person WHERE g.kind = '农村低保' AND h.kind = '城市低保'
GROUP BY v.value, p.period HAVING sum(p.amount) > 0
