SELECT v.value FROM payment AS a JOIN payment AS b USING (person, programme) JOIN payment AS c USING (person, programme)
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = a.person
WHERE g.kind = '粮食直补' AND b.period = a.period + 100 AND c.period = b.period + 100
  AND a.quantity < b.quantity AND b.quantity < c.quantity
  AND a.household IN (SELECT household FROM land_right GROUP BY household HAVING max(valid_from) < DATE '2013-01-01')
  AND a.household NOT IN (SELECT household FROM lease WHERE starts_on > DATE '2013-12-31')
