WITH line AS (
    SELECT p.* FROM payment AS p JOIN programme AS g USING (programme) JOIN person AS m USING (person, household)
    WHERE g.paid_to = 'household' AND g.kind <> '其他' AND p.note_kind IS NULL
      AND coalesce(m.household_to, DATE '2099-01-01') >= p.pay_date)
SELECT v.value FROM line AS p JOIN line AS q USING (household, programme, period)
JOIN vault_person AS v ON v.key = p.person WHERE p.person <> q.person
