SELECT v.value FROM machinery AS m JOIN vault_person AS v ON v.key = m.owner
WHERE m.owner NOT IN (SELECT person FROM company WHERE kind = '农民专业合作社')
GROUP BY v.value, year(m.bought_on) HAVING count(*) > 2
