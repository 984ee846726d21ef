SELECT v.value FROM payment AS p JOIN person AS o USING (household)
JOIN property AS h ON h.person = o.person
JOIN programme AS g USING (programme) JOIN vault_person AS v ON v.key = p.person
WHERE g.kind = '危房改造' AND h.kind = '商品房' AND h.registered_on < p.pay_date
