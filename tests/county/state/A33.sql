SELECT v.value FROM cadre AS c JOIN person AS o USING (person)
JOIN (SELECT household, min(pay_date) AS first FROM payment JOIN programme USING (programme)
      WHERE kind IN ('农村低保', '扶贫到户') GROUP BY household) AS p USING (household)
JOIN vault_person AS v ON v.key = c.person
WHERE p.first BETWEEN c.starts_on AND c.starts_on + INTERVAL 12 MONTH AND c.starts_on > DATE '2013-01-31'
