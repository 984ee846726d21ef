SELECT v.value FROM approval AS a JOIN vault_person AS v ON v.key = a.person
JOIN payment AS p ON p.person = a.person AND p.programme = a.programme AND p.period = a.period
WHERE p.pay_date < a.approved_on
