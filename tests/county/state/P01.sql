SELECT v.code || ' ' || w.content FROM project AS w JOIN place AS v USING (village)
WHERE w.paid > coalesce(w.changed_sum, w.contract_sum)
