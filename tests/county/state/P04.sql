SELECT g.code FROM budget_line AS b JOIN programme AS g USING (programme) WHERE b.paid_on - b.arrived_on > 30
