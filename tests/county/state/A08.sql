SELECT v.value FROM payment AS p JOIN company AS c USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '农村低保' AND c.status = '存续' AND c.kind <> '农民专业合作社'
