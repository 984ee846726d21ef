"""Payments on their way from the blocks they are made in to the years they are written in. Keys only, no values.

They wait in one file a year, block after block, sorted as the layout for rules has it: a run of a programme in a
block is one piece of the file, and every order that is asked for is made of such runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from analytics.county.frame import ABSENT, NONE, YEARS, Columns, Ints
from analytics.county.programmes import programmes
from analytics.county.sources import payment_source

FIELDS = (
    "programme", "village", "household", "person", "name", "account", "holder", "holder_person", "phone", "period",
    "pay_date", "quantity", "rate", "amount", "instalment", "plot_number", "note", "remark_number", "cash",
    "approved_on",
    "line",
)  # fmt: skip
_AT = {name: position for position, name in enumerate(FIELDS)}
_NUMBERED_BY = (
    "programme",
    "township",
    "period",
    "place_in_roster",
    "person",
    "pay_date",
    "amount",
    "account",
    "village",
)
_LAID_OUT_BY = ("programme", "village", "household", "person", "period", "line")
_BY_HOUSEHOLD = ("village", "household", "programme", "person", "period", "line")
_PIECE = 131_072
Rows = npt.NDArray[np.int32]  # one row per payment, one column per field; `line` counts from 1 in its roster file


class Year:
    """The payments of one partition year."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._counts: list[Ints] = []  # of each block: rows by programme key

    def add(self, columns: Columns) -> None:
        """Put the payments of the next block behind the others."""
        order = _order(columns, _NUMBERED_BY)
        numbered = {name: values[order] for name, values in columns.items()}
        count = np.bincount(numbered["programme"], minlength=len(programmes()) + 1)
        numbered["line"] = 1 + np.arange(len(numbered["programme"])) - np.repeat(np.cumsum(count) - count, count)
        rows = np.column_stack([_narrow(numbered[name]) for name in FIELDS])
        with self.path.open("ab") as file:
            rows[_order(numbered, _LAID_OUT_BY)].tofile(file)
        self._counts.append(count)

    @cached_property
    def counts(self) -> Ints:
        """Rows by block and programme key."""
        return np.array(self._counts).reshape(-1, len(programmes()) + 1)

    @cached_property
    def before(self) -> Ints:
        """Rows of the same programme in earlier blocks, by block and programme key."""
        return np.asarray(np.cumsum(self.counts, axis=0) - self.counts)

    def by_programme(self) -> Iterator[Rows]:
        """All rows in the order of the layout for rules, in pieces."""
        starts = (np.cumsum(self.counts) - self.counts.ravel()).reshape(self.counts.shape)
        runs = [(starts[b, p], self.counts[b, p], self.before[b, p]) for p, b in np.argwhere(self.counts.T)]
        yield from _in_pieces(self._read(*run) for run in runs)

    def by_household(self) -> Iterator[Rows]:
        """All rows in the order of the layout for drill-down, in pieces."""
        ends = np.cumsum(self.counts.sum(axis=1))
        for count, before, end in zip(self.counts, self.before, ends, strict=True):
            rows = self._read(end - count.sum(), count.sum(), np.repeat(before, count))
            yield from _cut(rows[_order({name: rows[:, _AT[name]] for name in _BY_HOUSEHOLD}, _BY_HOUSEHOLD)])

    def _read(self, start: int, count: int, before: int | Ints) -> Rows:
        width = len(FIELDS)
        rows = np.fromfile(self.path, np.int32, int(count) * width, offset=int(start) * width * 4).reshape(-1, width)
        rows[:, _AT["line"]] += np.asarray(before, np.int32)
        return rows


class Waiting:
    """The payments of all years, waiting in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.years = {year: Year(folder / f"{year}.rows") for year in YEARS}

    def add(self, columns: Columns) -> None:
        """Take in a block's payments: the columns of FIELDS but `line`, and what they are numbered by."""
        years = columns["period"] // 100
        for year, waiting in self.years.items():
            here = np.flatnonzero(years == year)
            waiting.add({name: values[here] for name, values in columns.items()})

    def rosters(self) -> dict[int, int]:
        """Rows of each roster file (a programme's year) by its source key."""
        sums = {year: waiting.counts.sum(axis=0) for year, waiting in self.years.items()}
        return {
            payment_source(p, year): int(sums[year][p]) for year in YEARS for p in np.flatnonzero(sums[year]).tolist()
        }


def _order(columns: Columns, by: tuple[str, ...]) -> Ints:
    """Positions in the order of these columns; those that fit side by side into 63 bits are compared at once."""
    keys: list[Ints] = []
    room = -1
    for name in by:
        values = columns[name].astype(np.int64)
        values -= values.min(initial=0)
        bits = int(values.max(initial=0)).bit_length()
        fits = bits <= room
        keys[-1:] = [keys[-1] << bits | values] if fits else [*keys[-1:], values]
        room = (room if fits else 63) - bits
    return np.lexsort(keys[::-1])


def _narrow(values: Ints) -> Rows:
    return np.where(values == NONE, ABSENT, values).astype(np.int32)


def _in_pieces(runs: Iterator[Rows]) -> Iterator[Rows]:
    held: list[Rows] = []
    for run in runs:
        held.append(run)
        if sum(map(len, held)) >= _PIECE:
            yield from _cut(np.concatenate(held))
            held = []
    if held:
        yield from _cut(np.concatenate(held))


def _cut(rows: Rows) -> Iterator[Rows]:
    for start in range(0, len(rows), _PIECE):
        yield rows[start : start + _PIECE]
