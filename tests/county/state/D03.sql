SELECT v.value FROM payment AS p JOIN bank_return AS b USING (account) JOIN vault_person AS v ON v.key = p.person
WHERE b.holder NOT IN (SELECT o.name FROM person AS o WHERE o.household = p.household)
  AND p.account NOT IN (SELECT account FROM account_role) AND p.person NOT IN (SELECT for_person FROM guardian)
