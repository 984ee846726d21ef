SELECT v.value FROM bank_return AS b JOIN vault_person AS v ON v.key = b.person
WHERE (b.status = '失败' AND NOT EXISTS (FROM bank_return AS l WHERE l.person = b.person AND l.status = '已重发'))
   OR (b.status = '成功' AND NOT EXISTS (FROM payment AS p WHERE p.person = b.person AND p.amount = b.amount
                                       AND p.pay_date BETWEEN b.date - 30 AND b.date))
