SELECT v.value FROM approval AS a JOIN vault_person AS v ON v.key = a.person
WHERE a.amount > coalesce((SELECT sum(p.amount) FROM payment AS p WHERE p.person = a.person AND p.programme = a.programme
                           AND (p.period = a.period OR p.period = a.period + 100 AND p.note_kind = '补发')), 0)
