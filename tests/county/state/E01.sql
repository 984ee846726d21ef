SELECT g.code FROM payment AS p JOIN programme AS g USING (programme)
WHERE p.period % 100 = 0 AND NOT EXISTS (FROM arrival AS a WHERE a.programme = p.programme AND a.period = p.period
                                         AND p.pay_date - a.arrived_on BETWEEN 0 AND 30)
