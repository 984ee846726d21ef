SELECT v.value FROM payment AS p JOIN death AS d USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('地力保护', '退耕还林') AND p.period // 100 > year(d.died_on)
