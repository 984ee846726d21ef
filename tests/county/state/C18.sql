SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
JOIN forest_plot AS f ON f.plot = p.plot OR (f.household = p.household AND p.plot IS NULL)
WHERE g.kind = '公益林' AND f.owner_kind LIKE '%集体' AND p.account NOT IN (SELECT account FROM account_role)
  AND p.household NOT IN (SELECT household FROM forest_plot WHERE owner_kind = '个人')
