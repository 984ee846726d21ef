SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
JOIN (SELECT household, sum(area) AS area FROM forest_plot GROUP BY household HAVING min(owner_kind) = max(owner_kind)
      AND min(owner_kind) = '个人') AS f USING (household)
WHERE g.kind IN ('退耕还林', '公益林') AND p.quantity > f.area + 0.2 AND p.account NOT IN (SELECT account FROM account_role)
