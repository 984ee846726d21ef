"""The children of a level: what each received, against its siblings and the year before, and its suspects."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from analytics.codebook import UNITS
from analytics.drilldown.cells import cube_cells
from analytics.drilldown.growth import Years, growth_years
from analytics.engine import Engine
from analytics.filters import Filters, Selection, select
from analytics.hits import condition, load_hits
from analytics.money import money
from analytics.naming import Naming
from analytics.permissions import require
from analytics.rules.runs import Run
from analytics.viewer import Viewer

# level -> its key in the payments, and in the hits
LEVELS: dict[str, tuple[str, str]] = {
    "township": ("p.township", "h.township"),
    "village": ("p.village", "h.village"),
    "household": ("p.household", "unnest(h.households)"),
    "person": ("p.person", "unnest(h.persons)"),
    "department": ("p.department", "h.department"),
    "programme": ("p.programme", "h.programme"),
    "year": ("p.year", "h.year"),
}
MOST = 1000
# What the children may be sorted by.
SORTS = ("amount", "payments", "people", "households", "per_head", "growth", "against", "suspects")

# sums(key, payments, amount, people, households, amount_now, amount_before) -> the columns of children()
_AGAINST = """
    SELECT *, CAST(amount / nullif(people, 0) AS DECIMAL(14,2)) AS per_head,
           CAST(amount AS DOUBLE) / nullif(CAST(sum(amount) OVER () AS DOUBLE), 0) AS share,
           CAST(amount_now AS DOUBLE) / nullif(CAST(amount_before AS DOUBLE), 0) - 1 AS growth
    FROM sums"""
_JUDGED = f"""
    SELECT a.key, payments, amount, people, households, per_head, share, growth,
           CAST(per_head AS DOUBLE) / nullif(CAST(median(per_head) OVER () AS DOUBLE), 0) AS against,
           coalesce(q.suspects, 0) AS suspects
    FROM ({_AGAINST}) AS a LEFT JOIN suspected AS q ON q.key = a.key"""


def children(
    viewer: Viewer,
    engine: Engine,
    filters: Filters,
    level: str,
    run: Run | None = None,
    most: int = MOST,
    sort: str = "",
) -> pa.Table:
    """The units of `level` (see LEVELS) under the filters: `most` rows, by amount, largest first (years in order),
    else by `sort`: a column of SORTS, with "_up" for the smallest first.

    Columns: key, code ("" for households, people and years: the key stands in a URL), title (people masked),
    payments, amount (yuan), people, households, per_head (yuan), share (of all rows, 0 to 1), growth (over the
    year before: of the chosen year, else the latest; 0.1 = +10 %), against (per_head ÷ the siblings' median),
    suspects (0 without a run; data faults not counted).
    """
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    years = growth_years(engine, filters)
    sql, parameters = _sums(engine, chosen, level, years)
    order = f"{_order(sort) or ('key' if level == 'year' else 'amount DESC')}, key"
    tables = {"suspected": _suspected(engine, chosen, level, run)}
    found = engine.query(
        f"WITH sums AS ({sql}) SELECT * FROM ({_JUDGED}) ORDER BY {order} LIMIT {int(most)}", parameters, tables
    )
    return _named(engine, level, found)


def how_many(viewer: Viewer, engine: Engine, filters: Filters, level: str) -> int:
    """How many units of `level` were paid under the filters."""
    require(viewer, "look")
    sql, parameters = _sums(engine, select(viewer, engine, filters), level, Years(None))
    return int(engine.value(f"SELECT count(*) FROM ({sql})", parameters))


def _order(sort: str) -> str:
    """ORDER BY of a known sort, else ""."""
    column = sort.removesuffix("_up")
    return f"{column} {'ASC' if sort.endswith('_up') else 'DESC'} NULLS LAST" if column in SORTS else ""


def _sums(engine: Engine, chosen: Selection, level: str, years: Years) -> tuple[str, list[Any]]:
    """SQL of sums(key, payments, amount, people, households, amount_now, amount_before), and its parameters."""
    cells = cube_cells(engine, chosen, level)
    if cells:
        return years.growing(level, cells.sums(level, chosen.filters.year, years)), cells.parameters
    year = chosen.filters.year
    asked = money(chosen, (year, year - 1) if year and level != "year" else ())
    mine = f"FILTER (WHERE p.year = {int(year)})" if year else ""
    sums = f"""
        SELECT {LEVELS[level][0]} AS key, CAST(count(*) {mine} AS BIGINT) AS payments, sum(p.amount) {mine} AS amount,
               count(DISTINCT p.person) {mine} AS people, count(DISTINCT p.household) {mine} AS households,
               {years.sum_now("p")} AS amount_now, {years.sum_before("p")} AS amount_before
        {asked.sql} GROUP BY 1"""
    return years.growing(level, f"SELECT * FROM ({sums}) WHERE payments > 0"), asked.parameters


def _suspected(engine: Engine, chosen: Selection, level: str, run: Run | None) -> pa.Table:
    """(key, suspects): subjects asked about in each unit of the level, data faults left out."""
    if run is None:
        return pa.table({"key": pa.array([], pa.int64()), "suspects": pa.array([], pa.int64())})
    where, parameters = condition(chosen)
    sql = f"""
        SELECT key, count(DISTINCT (subject, subject_key)) AS suspects
        FROM (SELECT {LEVELS[level][1]} AS key, h.subject, h.subject_key FROM hits AS h
              WHERE h.tier <> 'data' AND {where}) GROUP BY key"""
    return engine.query(sql, parameters, {"hits": load_hits(engine, run, chosen.scope)})


def _named(engine: Engine, level: str, found: pa.Table) -> pa.Table:
    naming, keys = Naming(engine), found["key"].to_pylist()
    codes = [naming.book.code(level, key) if level in UNITS else "" for key in keys]
    if level == "year":
        titles = [str(key) for key in keys]
    elif level in UNITS:
        titles = naming.titles(level, keys)
    else:
        titles = naming.subjects([level] * len(keys), keys)
    columns = {"code": codes, "title": titles}
    for place, (name, values) in enumerate(columns.items(), start=1):
        found = found.add_column(place, name, pa.array(values, pa.string()))
    return found
