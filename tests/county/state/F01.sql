SELECT v.value FROM machinery AS m JOIN machinery AS f USING (serial) JOIN vault_person AS v ON v.key = m.owner
WHERE f.bought_on < m.bought_on AND f.subsidy > 0 AND m.subsidy > 0
  AND NOT EXISTS (FROM machinery AS t WHERE t.serial = f.serial AND t.owner = f.owner AND t.subsidy = -f.subsidy)
