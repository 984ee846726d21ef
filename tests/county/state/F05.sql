SELECT v.value FROM machinery AS m JOIN vault_person AS v ON v.key = m.owner
WHERE m.bought_on >= DATE '2013-01-01' AND m.sold_on < m.bought_on + INTERVAL 2 YEAR
