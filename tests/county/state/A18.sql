SELECT v.value FROM payment AS p JOIN vault_person AS v ON v.key = p.person
GROUP BY v.value HAVING count(DISTINCT p.name) > 1
