"""Grids of typed cells (workbooks, web pages): values to text, merged cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from analytics.intake.read.grid import Body, no_rejects
from analytics.intake.read.header import SEARCHED_ROWS, Header

# (first row, first column), (last row, last column), all 0-based and included
Span = tuple[tuple[int, int], tuple[int, int]]
_MONEY = re.compile("金额|资金|实发|应发|补贴额|合计")
_EXACT_BELOW = 10**15  # a spreadsheet keeps 15 digits: an 18-digit number in a number cell has lost its tail


@dataclass(frozen=True)
class CellGrid:
    """A sheet held in memory: `rows` of equal width, merged cells already filled; `spans` are its merges."""

    name: str
    rows: list[list[Any]]
    spans: tuple[Span, ...] = ()

    def head(self) -> list[list[str]]:
        """The first rows as text, blank cells ''."""
        return [[cell_text(v) or "" for v in row] for row in self.rows[: SEARCHED_ROWS + 1]]

    def body(self, header: Header) -> Body:
        """All rows under `header`; nothing is ever rejected here, a grid has no ragged rows."""
        rows = self.rows[header.body :]
        hidden = self._shared_money(header)
        columns = [[cell_text(row[i]) for row in rows] for i in range(len(header.names))]
        for row, column in hidden:
            columns[column][row - header.body] = None
        remarks = ("合并的金额单元格只计在第一行,其余各行金额为空。",) if hidden else ()
        return Body(table_of(columns, header.body, len(rows)), no_rejects(), remarks)

    def _shared_money(self, header: Header) -> list[tuple[int, int]]:
        """Cells of an amount merged over several rows, but the first: one payment must not count as many."""
        money = {i for i, name in enumerate(header.names) if _MONEY.search(name)}
        return [
            (row, column)
            for (top, left), (bottom, right) in self.spans
            for row in range(max(top + 1, header.body), min(bottom + 1, len(self.rows)))
            for column in range(left, right + 1)
            if column in money
        ]


def table_of(columns: Sequence[Iterable[str | None]], skipped: int, count: int) -> pa.Table:
    """String columns c0..cN and source_row, 1-based, of `count` rows that follow `skipped` ones."""
    arrays = {f"c{i}": pa.array(column, pa.string()) for i, column in enumerate(columns)}
    arrays["source_row"] = pa.array(range(skipped + 1, skipped + 1 + count), pa.int32())
    return pa.table(arrays)


def fill_merged(rows: list[list[Any]], spans: Sequence[Span]) -> None:
    """Write each merged cell's value into all cells it covers, in place."""
    for (top, left), (bottom, right) in spans:
        if top >= len(rows):
            continue
        value = rows[top][left] if left < len(rows[top]) else ""
        for row in rows[top : bottom + 1]:
            covered = range(left, min(right + 1, len(row)))
            row[left : left + len(covered)] = [value] * len(covered)


def cell_text(value: Any) -> str | None:
    """A cell as text: whole numbers without tail, dates as ISO, None when blank.

    A number of 16 digits or more that ends in 0 has lost digits: it keeps its exponent (5.19900194305280E+17),
    so that cleaning can tell it from a number written out.
    """
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool) or value is None:
        return None if value is None else ("是" if value else "否")
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _number_text(value: float) -> str:
    if abs(value) >= _EXACT_BELOW and (value >= 2**53 or value % 10 == 0):
        return f"{value:.14E}"
    if value == int(value):
        return str(int(value))
    return f"{value:.15g}"
