SELECT v.value FROM payment AS p JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person WHERE p.period // 100 > year(g.ends_on)
