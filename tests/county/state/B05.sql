SELECT v.value FROM pension AS w JOIN pension AS r USING (person) JOIN vault_person AS v ON v.key = w.person
WHERE w.scheme = '城镇职工' AND r.scheme = '城乡居民'
  AND coalesce(r.ends_on, DATE '2018-01-10') >= w.starts_on + INTERVAL 1 MONTH
  AND coalesce(w.ends_on, DATE '2018-01-10') >= r.starts_on + INTERVAL 1 MONTH
