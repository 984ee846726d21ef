SELECT v.value FROM payment AS p JOIN prisoner AS s USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '农村低保' AND s.kind = '收监' AND p.pay_date BETWEEN s.starts_on AND s.ends_on
