SELECT v.value FROM payment AS p JOIN payee AS y USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '高龄津贴' AND last_day(p.pay_date) < y.born_on + to_years(80)
