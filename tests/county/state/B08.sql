SELECT v.value FROM payment AS p JOIN vault_person AS v ON v.key = p.person WHERE p.household IN (
    SELECT household FROM payment JOIN programme USING (programme) WHERE kind = '危房改造'
    GROUP BY household HAVING sum(amount) > 0
    INTERSECT
    SELECT household FROM payment JOIN programme USING (programme) WHERE kind = '易地搬迁'
    GROUP BY household HAVING sum(amount) > 0)
