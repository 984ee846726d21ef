"""Sums by one field or two: a cross table of payments and money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.naming import Naming
from analytics.viewer import Viewer
from analytics.workbench.audit.population import population

# Field -> SQL over pay AS p; units are keys, the rest is text as it stands.
FIELDS = {
    "township": "p.township",
    "village": "p.village",
    "department": "p.department",
    "programme": "p.programme",
    "kind": "p.kind",
    "year": "CAST(p.year AS VARCHAR)",
    "month": "CAST(month(p.on_date) AS VARCHAR)",
    "channel": "p.channel",
    "note_kind": "p.note_kind",
}
MEASURES = {
    "amount": "CAST(sum(p.amount) AS DECIMAL(18,2))",
    "payments": "count(*)",
    "people": "count(DISTINCT p.person)",
}
_UNITS = ("township", "village", "department", "programme")
_IN_ORDER = ("year", "month")
MOST_ROWS, MOST_COLUMNS = 200, 12


@dataclass(frozen=True)
class Cross:
    """Titles of rows and columns, a cell for each pair (None: nothing), the sums of each row and column, and the whole;
    people are counted once in each sum. `rows_left`, `columns_left`: how many smaller ones are not shown."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Decimal | int | None, ...], ...]
    row_sums: tuple[Decimal | int, ...]
    column_sums: tuple[Decimal | int, ...]
    whole: Decimal | int
    rows_left: int
    columns_left: int


def cross(viewer: Viewer, engine: Engine, filters: Filters, rows: str, columns: str, measure: str = "amount") -> Cross:
    """The payments under the filters by two fields (keys of FIELDS), measured in yuan, payments or people (a key of
    MEASURES), the largest first (years and months in their order). ValueError when both are the same field."""
    if rows == columns:
        raise ValueError(rows)
    asked = population(viewer, engine, filters)
    down, across = FIELDS[rows], FIELDS[columns]
    found = asked.ask(
        f"SELECT {down} AS a, {across} AS b, grouping({down}) AS no_a, grouping({across}) AS no_b,"
        f" {MEASURES[measure]} AS value",
        f"GROUP BY CUBE ({down}, {across})",
    ).to_pylist()
    cell = {(_at(row["a"], row["no_a"]), _at(row["b"], row["no_b"])): row["value"] for row in found}
    by_row = {a: value for (a, b), value in cell.items() if b is _ALL and a is not _ALL}
    by_column = {b: value for (a, b), value in cell.items() if a is _ALL and b is not _ALL}
    shown_rows, rows_left = _largest(rows, by_row, MOST_ROWS)
    shown, left = _largest(columns, by_column, MOST_COLUMNS)
    return Cross(
        rows=tuple(_titles(engine, rows, shown_rows)),
        columns=tuple(_titles(engine, columns, shown)),
        cells=tuple(tuple(cell.get((a, b)) for b in shown) for a in shown_rows),
        row_sums=tuple(cell[a, _ALL] for a in shown_rows),
        column_sums=tuple(cell[_ALL, b] for b in shown),
        whole=cell.get((_ALL, _ALL)) or 0,
        rows_left=rows_left,
        columns_left=left,
    )


_ALL = object()


def _at(key: Any, summed: int) -> Any:
    return _ALL if summed else key


def _largest(field: str, sums: dict[Any, Any], most: int) -> tuple[list[Any], int]:
    """The keys to show, and how many are not."""
    falling = sorted(sums, key=lambda key: (-sums[key], str(key)))[:most]
    kept = sorted(falling, key=lambda key: int(key or 0)) if field in _IN_ORDER else falling
    return kept, len(sums) - len(kept)


def _titles(engine: Engine, field: str, keys: list[Any]) -> list[str]:
    return Naming(engine).titles(field, keys) if field in _UNITS else [str(key or "") for key in keys]
