SELECT v.value FROM payment AS p JOIN public_employee AS e USING (person)
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('农村低保', '特困供养') AND e.category = '在编在职' AND p.pay_date >= e.starts_on
  AND p.pay_date <= coalesce(e.ends_on, DATE '2099-01-01')
