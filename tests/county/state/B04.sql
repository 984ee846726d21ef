SELECT v.value FROM payment AS p JOIN payment AS q USING (person, period)
JOIN programme AS g ON g.programme = p.programme JOIN programme AS h ON h.programme = q.programme
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '城市低保', '特困供养') AND h.kind = '孤儿保障'
UNION
SELECT v.value FROM payment AS p JOIN payment AS q USING (household)
JOIN programme AS g ON g.programme = p.programme JOIN programme AS h ON h.programme = q.programme
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '公租房' AND h.kind = '危房改造' AND p.period >= 201401
  AND p.period = year(q.pay_date) * 100 + month(q.pay_date)
