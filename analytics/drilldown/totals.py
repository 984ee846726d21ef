"""What was paid in all under the filters, and how many are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analytics.drilldown.cells import cube_cells
from analytics.engine import Engine
from analytics.filters import Filters, Selection, select
from analytics.hits import condition, load_hits
from analytics.money import money
from analytics.permissions import require
from analytics.rules.runs import Run
from analytics.viewer import Viewer


@dataclass(frozen=True)
class Totals:
    """Amount in yuan; people and households each counted once."""

    amount: Decimal
    payments: int
    people: int
    households: int


def totals(viewer: Viewer, engine: Engine, filters: Filters) -> Totals:
    """The sums under the filters; all zero when nothing was paid."""
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    sql, parameters = _cell(engine, chosen) or _counted(chosen)
    return Totals(**engine.query(sql, parameters).to_pylist()[0])


def suspects_by_tier(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None) -> dict[str, int]:
    """tier -> subjects asked about under the filters (each once a tier), and under "asked" all of them but data
    faults, each once; {} without a run."""
    require(viewer, "look")
    if run is None:
        return {}
    where, parameters = condition(select(viewer, engine, filters))
    asked = "count(DISTINCT (h.subject, h.subject_key))"
    sql = f"""
        SELECT h.tier, {asked} AS suspects FROM hits AS h WHERE {where} GROUP BY h.tier
        UNION ALL SELECT 'asked', {asked} FROM hits AS h WHERE h.tier <> 'data' AND {where}"""
    found = engine.query(sql, [*parameters, *parameters], {"hits": load_hits(engine, run, viewer.scope)}).to_pylist()
    return {row["tier"]: row["suspects"] for row in found}


def _cell(engine: Engine, chosen: Selection) -> tuple[str, list[object]] | None:
    """The one cell of the cube that holds the sums, if there is one."""
    cells = cube_cells(engine, chosen, "year")
    if cells is None:
        return None
    sql = f"""
        SELECT coalesce(sum(c.amount), 0) AS amount, CAST(coalesce(sum(c.payments), 0) AS BIGINT) AS payments,
               CAST(coalesce(sum(c.people), 0) AS BIGINT) AS people,
               CAST(coalesce(sum(c.households), 0) AS BIGINT) AS households
        FROM cube AS c WHERE {cells.where} AND c.year = ?"""
    return sql, [*cells.parameters, chosen.filters.year or 0]


def _counted(chosen: Selection) -> tuple[str, list[object]]:
    asked = money(chosen)
    sql = f"""SELECT coalesce(sum(p.amount), 0) AS amount, count(*) AS payments, count(DISTINCT p.person) AS people,
                     count(DISTINCT p.household) AS households {asked.sql}"""
    return sql, asked.parameters
