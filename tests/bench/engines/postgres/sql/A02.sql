SELECT p.person, p.programme, p.year, sum(p.amount)
FROM pay AS p
WHERE p.kind IN ('农村低保', '城市低保', '特困供养')
  AND EXISTS (
      SELECT 1 FROM public_employee AS e
      WHERE e.person = p.person AND e.category = '在编在职'
        AND (e.starts_on IS NULL OR e.starts_on <= p.held_to) AND (e.ends_on IS NULL OR e.ends_on >= p.held_from))
GROUP BY p.person, p.programme, p.year
