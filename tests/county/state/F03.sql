SELECT v.value FROM machinery AS m JOIN vault_person AS v ON v.key = m.owner WHERE m.subsidy > 0.45 * m.price
