SELECT v.value FROM payment AS p LEFT JOIN person AS r USING (person) JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE (r.person IS NULL OR year(r.moved_in_on) > p.period // 100)
  AND NOT (g.kind = '地力保护' AND p.person IN (SELECT person FROM lease))
