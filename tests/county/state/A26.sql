SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '扶贫到户' AND coalesce(p.remark, '') <> '带动户'
  AND p.household NOT IN (SELECT household FROM poverty_household)
