"""The figures of the first page: what was paid, to whom, how many suspects, how fresh the data is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from analytics.drilldown.children import children
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.money import money
from analytics.permissions import require
from analytics.rules.runs import Run
from analytics.viewer import Viewer


@dataclass(frozen=True)
class Overview:
    """Amounts in yuan; `suspects` by tier (each subject once a tier); tables as children() gives them."""

    amount: Decimal
    payments: int
    people: int
    households: int
    programmes: int
    suspects: dict[str, int]
    by_year: pa.Table
    by_department: pa.Table
    by_township: pa.Table
    data_date: date | None
    created_at: str


def overview(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None = None) -> Overview:
    """Everything the first page says about the chosen part; suspects are empty without a run."""
    require(viewer, "look")
    asked = money(select(viewer, engine, filters))
    sums = engine.rows(
        f"""SELECT coalesce(sum(p.amount), 0) AS amount, count(*) AS payments, count(DISTINCT p.person) AS people,
                   count(DISTINCT p.household) AS households, count(DISTINCT p.programme) AS programmes {asked.sql}""",
        asked.parameters,
    )[0]
    return Overview(
        **sums,
        suspects=_by_tier(viewer, engine, filters, run),
        by_year=children(viewer, engine, filters, "year", run),
        by_department=children(viewer, engine, filters, "department", run),
        by_township=children(viewer, engine, filters, "township", run),
        data_date=engine.value("SELECT max(data_date) FROM source"),
        created_at=str(engine.snapshot.manifest["created_at"]),
    )


def _by_tier(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None) -> dict[str, int]:
    if run is None:
        return {}
    where, parameters = condition(select(viewer, engine, filters))
    sql = (
        f"SELECT h.tier, count(DISTINCT (h.subject, h.subject_key)) AS suspects FROM hits AS h WHERE {where} GROUP BY 1"
    )
    found = engine.query(sql, parameters, {"hits": load_hits(engine, run)}).to_pylist()
    return {row["tier"]: row["suspects"] for row in found}
