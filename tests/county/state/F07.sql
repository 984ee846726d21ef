SELECT v.value FROM pension AS t JOIN death AS d USING (person) JOIN vault_person AS v ON v.key = person
WHERE t.scheme NOT LIKE '丧葬%' AND coalesce(t.ends_on, DATE '2017-12-31') > last_day(d.died_on)
