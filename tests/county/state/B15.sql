SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '移民直补' AND p.note_kind IS NULL
GROUP BY v.value, p.period // 100 HAVING sum(p.amount) > 600 OR sum(p.amount) % 50 <> 0
