SELECT p.person, p.programme, p.year, sum(p.amount) - t.value
FROM pay AS p
JOIN threshold AS t ON t.rule = 'C12' AND t.parameter = 'above' AND t.kind = p.kind
WHERE EXISTS (
      SELECT 1 FROM cadre AS o
      WHERE o.person = p.person
        AND (o.starts_on IS NULL OR o.starts_on <= p.held_to) AND (o.ends_on IS NULL OR o.ends_on >= p.held_from))
  AND NOT EXISTS (
      SELECT 1 FROM rate AS r
      WHERE r.programme = p.programme AND r.phase = '第一年' AND r.valid_from <= p.period_end
        AND (r.valid_to IS NULL OR r.valid_to >= p.period_start) AND abs(p.amount - p.quantity * r.unit_rate) <= 1)
GROUP BY p.person, p.programme, p.year, t.value
HAVING sum(p.amount) > t.value
