SELECT person, programme, year, sum(amount)
FROM pay
WHERE period_start > ended_on
  AND NOT (coalesce(note_kind, '') = '补发' AND on_date <= ended_on + INTERVAL '12 months')
GROUP BY person, programme, year
