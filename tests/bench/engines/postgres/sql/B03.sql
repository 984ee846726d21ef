SELECT d.person, d.programme, d.year, sum(d.amount)
FROM pay AS d
WHERE d.kind IN ('农村低保', '城市低保')
  AND EXISTS (
      SELECT 1 FROM pay AS t
      WHERE t.person = d.person AND t.kind = '特困供养' AND t.held_from <= d.held_to AND t.held_to >= d.held_from)
GROUP BY d.person, d.programme, d.year
