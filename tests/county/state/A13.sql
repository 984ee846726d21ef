SELECT v.value FROM payment AS p JOIN person AS r USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('残疾人补贴', '农村低保', '特困供养', '高龄津贴') AND r.moved_to LIKE '外县%' AND p.period % 100 > 0
  AND (p.period // 100 - year(r.moved_out_on)) * 12 + p.period % 100 - month(r.moved_out_on) > 1
