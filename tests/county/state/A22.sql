SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE (g.title LIKE '%寄宿生%' OR g.title LIKE '%高中%') AND p.person NOT IN (SELECT person FROM student)
  AND p.household NOT IN (SELECT m.household FROM student AS s JOIN person AS m USING (person))
