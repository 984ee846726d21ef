"""The uploaded roster: its sheets as the intake reads them, and its cells as they stand, to be given back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analytics.columns import title_of
from analytics.intake.columns import without_ids
from analytics.intake.flow import plan_file
from analytics.intake.mapping import Entry, HeaderRows, stored_entries
from analytics.intake.parent import connect
from analytics.intake.plan import SheetPlan
from analytics.intake.read import Sheet, grids
from analytics.intake.read.cells import CellGrid
from analytics.intake.read.grid import Grid
from analytics.intake.read.header import Header, find_header
from analytics.intake.words_tables import fold
from analytics.words import Refused, _

# When the money is paid is what is being asked: what the roster says of it does not count.
_DATES = frozenset({"period", "pay_date", "year"})


@dataclass(frozen=True)
class Part:
    """One sheet that lists payees; `header` counts the rows down to the end of its header."""

    sheet: Sheet
    plan: SheetPlan
    header: int

    @property
    def rows(self) -> set[int]:
        """The rows of the sheet (1-based) that hold a payee, or should."""
        return {*self.sheet.rows["source_row"].to_pylist(), *self.sheet.rejected["source_row"].to_pylist()}


@dataclass(frozen=True)
class Roster:
    """A file about to be paid.

    parts     sheets that list payees
    cells     every visible sheet by name, cell by cell as it stands
    left_out  sheets without a column of ID numbers: given back, not checked
    """

    file: str
    sha256: str
    parts: tuple[Part, ...]
    cells: dict[str, list[list[Any]]]
    left_out: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many payees' rows there are."""
        return sum(len(part.rows) for part in self.parts)

    def likely(self, titles: Mapping[int, str]) -> int | None:
        """Of programmes (key → title) the one that file, title or sheet name; None when they name none."""
        said = fold(" ".join(text for p in self.parts for text in (self.file, p.sheet.title, p.sheet.sheet)))
        named = [key for key, title in titles.items() if title and fold(title) in said]
        return max(named, key=lambda key: len(titles[key]), default=None)


def read_roster(path: Path, store: Path) -> Roster:
    """Read the file under the store's mappings; a sheet no mapping knows is taken for a roster.

    Raises Refused when it cannot be read, no sheet has ID numbers, or a column that is needed is not to be told.
    """
    entries = [Entry(table="payment"), *stored_entries(store)]
    try:
        with connect() as con:
            plan = plan_file(con, path, entries)
        chosen = HeaderRows(entries, path.name)
        opened = {grid.name: (grid, find_header(grid.head(), chosen.get(grid.name))) for grid in grids(path)}
    except Refused as refused:
        raise Refused("{why}", why=without_ids(str(refused))) from None
    listed = [(sheet, one) for sheet, one in zip(plan.sheets, plan.plans, strict=False) if _lists_payees(one)]
    if not listed:
        raise Refused("这个文件里没有找到身份证号一列,不是可以预审的名册。未作预审,请换一个文件。")
    return Roster(
        file=without_ids(path.name),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        parts=tuple(_part(sheet, one, opened[sheet.sheet][1]) for sheet, one in listed),
        cells={name: _cells(grid, header) for name, (grid, header) in opened.items()},
        left_out=tuple(without_ids(name) for name in opened if name not in {sheet.sheet for sheet, _plan in listed}),
    )


def _lists_payees(plan: SheetPlan) -> bool:
    return plan.table == "payment" and "person" in plan.columns


def _part(sheet: Sheet, plan: SheetPlan, header: Header | None) -> Part:
    if plan.asks:
        raise Refused(
            "名册里没有认准“{columns}”是哪一列。未作预审,请改正列名后再上传。",
            columns=_("、").join(title_of(column) for column in plan.asks),
        )
    columns = {column: at for column, at in plan.columns.items() if column not in _DATES}
    return Part(sheet, replace(plan, columns=columns), header.body if header else 0)


def _cells(grid: Grid, header: Header | None) -> list[list[Any]]:
    """Row n of the answer is source_row n + 1 of the sheet."""
    if isinstance(grid, CellGrid):
        return _unfilled(grid)
    return _written(grid, header) if header else grid.head()


def _written(grid: Grid, header: Header) -> list[list[Any]]:
    """A text file's rows; one that does not fit its header stands whole in the first cell."""
    body = grid.body(header)
    names = [name for name in body.rows.column_names if name != "source_row"]
    found = dict(zip(body.rows["source_row"].to_pylist(), body.rows.select(names).to_pylist(), strict=True))
    rows = {number: [cell or "" for cell in row.values()] for number, row in found.items()}
    rows |= {row["source_row"]: [row["text"]] for row in body.rejected.to_pylist()}
    last = max(rows, default=header.body)
    return grid.head()[: header.body] + [rows.get(number, []) for number in range(header.body + 1, last + 1)]


def _unfilled(grid: CellGrid) -> list[list[Any]]:
    """A workbook's rows with merged cells holding their value once."""
    rows = [list(row) for row in grid.rows]
    for (top, left), (bottom, right) in grid.spans:
        for at in range(top, min(bottom + 1, len(rows))):
            for column in range(left, min(right + 1, len(rows[at]))):
                if (at, column) != (top, left):
                    rows[at][column] = ""
    return rows
