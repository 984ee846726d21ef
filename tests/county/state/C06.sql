SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
JOIN (SELECT household, sum(area) AS area FROM (SELECT household, area FROM land_right UNION ALL
      SELECT household, area FROM lease) GROUP BY household) AS l USING (household)
WHERE g.kind = '种粮大户' AND p.quantity > l.area + 0.2
