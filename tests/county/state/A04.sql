SELECT v.value FROM payment AS p JOIN cadre_relative AS r USING (person)
JOIN cadre AS c ON c.person = r.cadre
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '农村低保' AND r.filed_on IS NULL AND p.pay_date < coalesce(c.ends_on, DATE '2099-01-01')
