SELECT v.value FROM payment AS p JOIN death AS d USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.paid_to = 'person' AND g.kind <> '丧葬补助' AND p.period % 100 > 0
  AND (p.period // 100 - year(d.died_on)) * 12 + p.period % 100 - month(d.died_on) > 1
