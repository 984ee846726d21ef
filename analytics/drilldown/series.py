"""Money over time."""

from __future__ import annotations

from typing import Literal

import pyarrow as pa

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.money import money
from analytics.permissions import require
from analytics.viewer import Viewer

Step = Literal["year", "month"]
Split = Literal["programme", "department", "township", "village"]
# A period without a month is shown in the month it was paid, the last of its year when that is not known either.
_STEPS: dict[Step, str] = {
    "year": "make_date(p.year, 1, 1)",
    "month": "CASE WHEN p.period % 100 > 0 THEN p.period_start"
    " ELSE CAST(date_trunc('month', coalesce(p.pay_date, p.period_end)) AS DATE) END",
}


def series(
    viewer: Viewer, engine: Engine, filters: Filters, step: Step = "year", split: Split | None = None
) -> pa.Table:
    """Sums by year or month under the filters, in order of time: on (first day, DATE), payments, amount (yuan),
    people; with `split` also key, code and title of that unit."""
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    asked = money(chosen)
    key = f"p.{split}" if split else "0"
    sql = f"""
        SELECT {_STEPS[step]} AS "on", {key} AS key, count(*) AS payments, sum(p.amount) AS amount,
               count(DISTINCT p.person) AS people
        {asked.sql} GROUP BY ALL ORDER BY "on", key"""
    found = engine.query(sql, asked.parameters)
    if split is None:
        return found.drop_columns(["key"])
    book, keys = codebook(engine), found["key"].to_pylist()
    found = found.append_column("code", pa.array([book.code(split, k) for k in keys], pa.string()))
    return found.append_column("title", pa.array([book.title(split, k) for k in keys], pa.string()))
