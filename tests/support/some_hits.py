"""Hits as a run leaves them, told in SQL; columns not told are empty."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run

# Eight hits over the small store: a dead payee, a cadre (two rules on one year), a village, a data fault …
FEW = """
    SELECT * FROM (VALUES
        ('h1', 'A01', 'hard', 4, 'person', 3, '', [3], [2], 1, 1, 1, 2, 1, 2015, 201507, 201512, 300.00, false),
        ('h2', 'A01', 'hard', 4, 'person', 3, '', [3], [2], 1, 1, 1, 2, 1, 2016, 201601, 201608, 400.00, false),
        ('h3', 'C12', 'indicator', 1, 'person', 5, '', [5], [3], 5, 1, 2, 1, 1, 2017, 201701, 201712, 1200.00, true),
        ('h4', 'C14', 'statistical', 17, 'person', 5, '', [5], [3], 5, 1, 2, 1, 1, 2017, 201701, 201712, 900.00, true),
        ('h5', 'C14', 'statistical', 17, 'household', -11, '', [11], [-11], 11, 2, 3, 3, 2, 2017, 201700, 201700,
         9000.00, false),
        ('h6', 'E05', 'statistical', 17, 'village', 1, 'V1', [1, 3, 4], [1, 2], NULL, 1, 1, 3, 2, 2016, 201600, 201600,
         800.00, false),
        ('h7', 'A17', 'data', 8, 'person', 9, '', [9], [5], 9, 2, 3, 1, 1, 2017, 201701, 201712, 0.00, false),
        ('h8', 'D01', 'indicator', 7, 'account', 1, '', [1, 3], [1, 2], 1, 1, 1, NULL, NULL, 2015, 201501, 201512,
         50.00, false)
    ) t(hit_id, rule, tier, module, subject, subject_key, subject_code, persons, households, account, township, village,
        programme, department, year, period_from, period_to, amount, cadre_linked)"""
# n persons of the small store's two townships, one hit each; sums and tiers differ so that order is worth testing.
MANY = """
    SELECT 'm' || i AS hit_id, ['A01', 'C12', 'C14'][i % 3 + 1] AS rule,
           ['hard', 'indicator', 'statistical'][i % 3 + 1] AS tier, 4 AS module, 'person' AS subject, i AS subject_key,
           [i] AS persons, [-i] AS households, i % 2 + 1 AS township, i % 3 + 1 AS village, 1 AS programme,
           1 AS department, 2017 AS year, 201701 AS period_from, 201712 AS period_to, i % 977 AS amount,
           i % 5 = 0 AS cadre_linked
    FROM range(1, {n} + 1) r(i)"""


def write_hits(run: Path, sql: str = FEW) -> Run:
    """hits.parquet of a run in the folder `run`, which is returned."""
    con = duckdb.connect()
    told = {name for name, *_ in con.execute(f"DESCRIBE {sql}").fetchall()}
    defaults = {"version": "1", "payments": "1", "facts": "'{}'", "other_key": "0", "measure": "amount"}
    types = {"amount": "DECIMAL(12,2)", "measure": "DECIMAL(18,4)"}
    source = {name: name if name in told else defaults.get(name, "NULL") for name in HIT_SCHEMA.names}
    columns = [f"CAST({sql} AS {types[n]}) AS {n}" if n in types else f"{sql} AS {n}" for n, sql in source.items()]
    rows = con.sql(f"SELECT {', '.join(columns)} FROM ({sql})").to_arrow_table()
    run.mkdir(parents=True, exist_ok=True)
    pq.write_table(rows.cast(HIT_SCHEMA), run / "hits.parquet")
    return Run(run.name, run)
