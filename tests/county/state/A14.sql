SELECT v.value FROM payment AS p JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind IN ('地力保护', '粮食直补', '良种补贴', '种粮大户') AND p.household > 0
  AND p.household NOT IN (SELECT household FROM land_right) AND p.household NOT IN (SELECT household FROM lease)
