SELECT v.value FROM payment AS p JOIN person AS r USING (person) JOIN vault_person AS v ON v.key = p.person
WHERE p.name <> r.name AND p.name IS DISTINCT FROM r.former_name
