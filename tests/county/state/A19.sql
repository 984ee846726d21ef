SELECT v.value FROM payment AS p
JOIN payment AS q ON q.account = p.account AND q.name = p.name AND q.village = p.village AND q.person <> p.person
JOIN vault_person AS v ON v.key = p.person
