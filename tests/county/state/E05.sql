SELECT g.code FROM payment AS p JOIN programme AS g USING (programme) WHERE p.period % 100 > 0
GROUP BY g.code, p.period // 100
HAVING sum(CASE WHEN month(p.pay_date) = 12 THEN p.amount ELSE 0 END) > 0.4 * sum(p.amount)
