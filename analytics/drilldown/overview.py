"""The figures of the first page: what was paid, to whom, how many suspects, how fresh the data is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from analytics.drilldown.children import children, how_many
from analytics.drilldown.series import series
from analytics.drilldown.totals import Totals, suspects_by_tier, totals
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.permissions import require
from analytics.rules.runs import Run
from analytics.viewer import Scope, Viewer
from analytics.words import _


@dataclass(frozen=True)
class Overview:
    """`suspects`: see suspects_by_tier; `hits` and `cadre_suspects` leave data faults out; tables as children()
    gives them. townships has also suspects_per_1000 (households), last_paid_on and days_behind (the county's
    newest payment)."""

    sums: Totals
    programmes: int
    suspects: dict[str, int]
    hits: int
    cadre_suspects: int
    years: pa.Table
    departments: pa.Table
    townships: pa.Table
    data_date: date | None


# last: the newest payment of each township; the county's newest is the measure, not today's date.
_TOWNSHIPS = """
    WITH last AS (
        SELECT p.township, max(p.on_date) AS on_date FROM last_paid AS p WHERE {programmes} GROUP BY p.township)
    SELECT t.*, CAST(1000.0 * t.suspects / nullif(t.households, 0) AS DOUBLE) AS suspects_per_1000,
           l.on_date AS last_paid_on, date_diff('day', l.on_date, max(l.on_date) OVER ()) AS days_behind
    FROM townships AS t LEFT JOIN last AS l ON l.township = t.key ORDER BY t.amount DESC, t.key"""


def overview(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None = None) -> Overview:
    """Everything the first page says about the chosen part; suspects are empty without a run."""
    require(viewer, "look")
    hits, cadre_suspects = _hits(viewer, engine, filters, run)
    return Overview(
        sums=totals(viewer, engine, filters),
        programmes=how_many(viewer, engine, filters, "programme"),
        suspects=suspects_by_tier(viewer, engine, filters, run),
        hits=hits,
        cadre_suspects=cadre_suspects,
        years=children(viewer, engine, filters, "year", run),
        departments=children(viewer, engine, filters, "department", run),
        townships=_townships(viewer, engine, children(viewer, engine, filters, "township", run)),
        data_date=engine.value("SELECT max(data_date) FROM source"),
    )


def years_by_department(viewer: Viewer, engine: Engine, largest: int = 5) -> pa.Table:
    """What each year paid: year, then the amount (yuan) of each of the `largest` departments under its title, and of
    all the others together under 其他部门."""
    rows = series(viewer, engine, Filters(), "year", "department")
    sql = """SELECT title FROM rows GROUP BY key, title ORDER BY sum(amount) DESC, key LIMIT ?"""
    titles = engine.query(sql, [largest], {"rows": rows})["title"].to_pylist()
    sums = ", ".join("coalesce(sum(amount) FILTER (WHERE title = ?), 0)" for _title in titles)
    sql = f"""SELECT year("on") AS year, {sums + "," if sums else ""}
              coalesce(sum(amount) FILTER (WHERE NOT list_contains(?, title)), 0) FROM rows GROUP BY 1 ORDER BY 1"""
    found = engine.query(sql, [*titles, titles], {"rows": rows})
    return found.rename_columns(["year", *titles, _("其他部门")])


def _townships(viewer: Viewer, engine: Engine, rows: pa.Table) -> pa.Table:
    """The rows with when each township was last paid, by the programmes within the scope."""
    programmes = Scope(departments=viewer.scope.departments).where("p")
    return engine.query(_TOWNSHIPS.format(programmes=programmes), tables={"townships": rows})


def _hits(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None) -> tuple[int, int]:
    """How many hits, and how many subjects with a hit that concerns a cadre; data faults left out."""
    if run is None:
        return 0, 0
    where, parameters = condition(select(viewer, engine, filters))
    sql = f"""
        SELECT count(*) AS hits, count(DISTINCT (h.subject, h.subject_key)) FILTER (WHERE h.cadre_linked) AS cadres
        FROM hits AS h WHERE h.tier <> 'data' AND {where}"""
    row = engine.query(sql, parameters, {"hits": load_hits(engine, run, viewer.scope)}).to_pylist()[0]
    return row["hits"], row["cadres"]
