SELECT v.value FROM payment AS p JOIN rate AS r USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE p.amount > r.cap AND p.note_kind IS NULL
