SELECT v.value FROM payment AS p JOIN payee AS y USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '孤儿保障' AND p.pay_date >= y.born_on + to_years(18) AND p.person NOT IN (SELECT person FROM student)
