"""Money over time."""

from __future__ import annotations

from typing import Any, Literal

import pyarrow as pa

from analytics.codebook import codebook
from analytics.drilldown.cells import cell_key, cube_cells
from analytics.engine import Engine
from analytics.filters import Filters, Selection, select
from analytics.money import money
from analytics.permissions import require
from analytics.viewer import Viewer

Step = Literal["year", "month"]
Split = Literal["programme", "department", "township", "village"]
_STEPS: dict[Step, str] = {"year": "make_date(p.year, 1, 1)", "month": "p.month"}
_COUNTY_MONTHS = 'SELECT month AS "on", 0 AS key, payments, amount, people FROM month_sum'


def series(
    viewer: Viewer, engine: Engine, filters: Filters, step: Step = "year", split: Split | None = None
) -> pa.Table:
    """Sums by year or month under the filters, in order of time: on (first day, DATE), payments, amount (yuan),
    people; with `split` also key, code and title of that unit."""
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    sql, parameters = _yearly(engine, chosen, split) if step == "year" else _monthly(chosen, split)
    found = engine.query(f'{sql} ORDER BY "on", key', parameters)
    if split is None:
        return found.drop_columns(["key"])
    book, keys = codebook(engine), found["key"].to_pylist()
    found = found.append_column("code", pa.array([book.code(split, k) for k in keys], pa.string()))
    return found.append_column("title", pa.array([book.title(split, k) for k in keys], pa.string()))


def _counted(chosen: Selection, step: Step, split: Split | None) -> tuple[str, list[Any]]:
    asked = money(chosen)
    sql = f"""
        SELECT {_STEPS[step]} AS "on", {f"p.{split}" if split else "0"} AS key, count(*) AS payments,
               sum(p.amount) AS amount, count(DISTINCT p.person) AS people {asked.sql} GROUP BY ALL"""
    return sql, asked.parameters


def _monthly(chosen: Selection, split: Split | None) -> tuple[str, list[Any]]:
    """The whole county's months stand ready; any part of it is counted."""
    whole = chosen.scope.whole_county and not chosen.filters.about_money().chosen() and split is None
    return (_COUNTY_MONTHS, []) if whole else _counted(chosen, "month", split)


def _yearly(engine: Engine, chosen: Selection, split: Split | None) -> tuple[str, list[Any]]:
    """The years from the cube where it has them: each year and unit is one cell."""
    cells = cube_cells(engine, chosen, split or "year")
    if cells is None:
        return _counted(chosen, "year", split)
    year = chosen.filters.year
    sql = f"""
        SELECT make_date(c.year, 1, 1) AS "on", {cell_key(split) if split else "0"} AS key,
               CAST(sum(c.payments) AS BIGINT) AS payments, sum(c.amount) AS amount,
               CAST(sum(c.people) AS BIGINT) AS people
        FROM cube AS c WHERE {cells.where} AND {"c.year = ?" if year else "c.year > 0"}
        GROUP BY ALL"""
    return sql, [*cells.parameters, *([year] if year else [])]
