SELECT p.person, p.programme, p.year, sum(p.amount)
FROM pay AS p
WHERE (p.assistance OR p.kind = '居民养老')
  AND EXISTS (
      SELECT 1 FROM prisoner AS s
      WHERE s.person = p.person AND coalesce(s.kind, '') NOT IN ('缓刑', '假释', '社区矫正')
        AND s.starts_on <= p.held_from AND (s.ends_on IS NULL OR s.ends_on >= p.held_to))
GROUP BY p.person, p.programme, p.year
