SELECT v.value FROM insurance AS t JOIN death AS d USING (person) JOIN vault_person AS v ON v.key = person
WHERE t.subsidised AND year(coalesce(t.ends_on, DATE '2017-12-31')) > year(d.died_on)
