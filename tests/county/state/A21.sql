SELECT v.value FROM payment AS p JOIN disability AS d USING (person) JOIN programme AS g USING (programme)
JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '残疾人补贴' AND (p.pay_date > last_day(d.cancelled_on)
  OR g.title LIKE '重度%' AND d.grade IN ('三级', '四级')
  OR p.pay_date > (SELECT max(valid_to) FROM disability AS x WHERE x.person = p.person))
