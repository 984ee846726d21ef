"""Stratification: how many payments, and how much of the money, lie in each band of amounts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.viewer import Viewer
from analytics.workbench.audit.population import population

EDGES = tuple(map(Decimal, (0, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, 100_000)))
_SQL = """
    SELECT b.low, b.high, count(p.amount) AS payments, CAST(coalesce(sum(p.amount), 0) AS DECIMAL(18,2)) AS amount,
           count(DISTINCT p.person) AS people
    FROM band AS b LEFT JOIN ({payments}) AS p
      ON (b.low IS NULL OR p.amount >= b.low) AND (b.high IS NULL OR p.amount < b.high)
    GROUP BY b.low, b.high ORDER BY b.low NULLS FIRST"""


def strata(viewer: Viewer, engine: Engine, filters: Filters, edges: Sequence[Decimal] = EDGES) -> pa.Table:
    """One row a band from `low` (inclusive; NULL: no lower end) to `high` (exclusive; NULL: no upper end), in yuan:
    payments, amount (yuan), people, and the shares (0 to 1) of payments and of amount. Edges must rise."""
    asked = population(viewer, engine, filters)
    ends = [None, *edges, None]
    bands = pa.table({"low": pa.array(ends[:-1], _MONEY), "high": pa.array(ends[1:], _MONEY)})
    sql = _SQL.format(payments=f"SELECT p.amount, p.person {asked.sql}")
    found = engine.query(sql, asked.parameters, {"band": bands})
    for name in ("payments", "amount"):
        found = found.append_column(f"{name}_share", pa.array(_shares(found[name].to_pylist()), pa.float64()))
    return found


def _shares(parts: list[Decimal | int]) -> list[float]:
    whole = sum(parts)
    return [float(part / whole) if whole else 0.0 for part in parts]


_MONEY = pa.decimal128(12, 2)
