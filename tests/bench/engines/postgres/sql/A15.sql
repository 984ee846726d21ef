SELECT p.person, p.programme, p.year, sum(p.amount)
FROM pay AS p JOIN payee AS y ON y.person = p.person
WHERE p.kind = '高龄津贴' AND y.id_kind <> 'bad'
  AND date_trunc('month', y.born_on + make_interval(years => coalesce(p.min_age, 80))) > date_trunc('month', p.on_date)
GROUP BY p.person, p.programme, p.year
