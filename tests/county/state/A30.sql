SELECT v.value FROM payment AS p JOIN death AS d USING (person) JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind <> '丧葬补助' AND p.period // 100 * 12 + p.period % 100 > year(d.died_on) * 12 + month(d.died_on)
  AND p.approved_on IS NULL
  AND (SELECT min(pay_date) FROM payment AS x WHERE x.person = p.person) > last_day(d.died_on)
