SELECT v.value FROM payment AS p JOIN bank_return AS b USING (person) JOIN vault_person AS v ON v.key = p.person
WHERE p.account <> b.account AND p.holder <> b.holder AND p.holder_person <> p.person AND p.pay_date > b.date
  AND p.account NOT IN (SELECT account FROM account_role)
  AND NOT EXISTS (SELECT 1 FROM payment AS e WHERE e.person = p.person AND e.account = p.account AND e.pay_date <= b.date)
