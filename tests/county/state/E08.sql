SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '残疾人补贴' AND p.period % 100 > 0 AND p.person IN (SELECT person FROM assistance_roll)
  AND p.person NOT IN (SELECT person FROM assistance_roll WHERE suspended_why IS NOT NULL)
  AND NOT EXISTS (FROM assistance_roll AS r WHERE r.person = p.person AND r.kind = g.kind
                  AND coalesce(r.ends_on, DATE '2099-01-01') >= make_date(p.period // 100, p.period % 100, 1))
