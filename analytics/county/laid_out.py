"""Waiting payments as the contract's table, numbered over the whole county."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.county.arrow import to_arrow
from analytics.county.frame import ABSENT, FIRST_YEAR, Columns, Ints
from analytics.county.payments import CHANNELS, NOTES
from analytics.county.places import Places
from analytics.county.plant.planter import REMARKS
from analytics.county.sources import payment_source
from analytics.county.waiting import FIELDS, Rows, Waiting
from analytics.schema import TABLES

_SLOTS = 5 * 13  # periods a batch can be of: thirteen a year


def layouts(waiting: Waiting, places: Places) -> Iterator[tuple[int, str, Iterator[pa.Table]]]:
    """(year, layout, pieces of the table `payment`), one after the other; a year is forgotten once it is through."""
    sizes = [int(year.counts.sum()) for year in waiting.years.values()]
    for (number, year), last in zip(waiting.years.items(), accumulate(sizes), strict=True):
        roster = year.counts.sum(axis=0)
        before = last - int(roster.sum()) + np.cumsum(roster) - roster
        for layout, pieces in (("payment", year.by_programme()), ("by_household", year.by_household())):
            yield number, layout, (_table(rows, number, before, places) for rows in pieces)
        year.path.unlink()


def _table(rows: Rows, year: int, before: Ints, places: Places) -> pa.Table:
    """Rows of a year; `before` counts the payments of earlier programmes and years, by programme key."""
    had: Columns = {name: np.ascontiguousarray(rows[:, at]) for at, name in enumerate(FIELDS)}
    township = places.township_of[had["village"] - 1]
    slot = (year - FIRST_YEAR) * 13 + had["period"] % 100
    made = {
        "payment_no": before[had["programme"]] + had["line"],
        "township": township,
        "channel": pa.array(CHANNELS).take(pa.array(had["cash"])),
        "status": pa.repeat("paid", len(rows)),
        "plot": _plots(had["plot_number"]),
        "note_kind": _words(NOTES, had["note"]),
        "remark": _words(REMARKS, had["remark_number"]),
        "batch": ((had["programme"] - 1) * places.townships + township - 1) * _SLOTS + slot + 1,
        "roster_line": had["line"],
        "source_file": payment_source(had["programme"], year),
        "source_row": had["line"] + 3,
    }
    return to_arrow({name: made[name] if name in made else had[name] for name in TABLES["payment"].columns})


def _words(words: tuple[str, ...], at: Any) -> pa.Array:
    """The words at these positions; the first, which is empty, is NULL."""
    if not at.any():
        return pa.nulls(len(at), pa.string())
    return pa.array([None, *words[1:]], pa.string()).take(pa.array(at))


def _plots(number: Any) -> pa.Array:
    if (number == ABSENT).all():
        return pa.nulls(len(number), pa.string())
    known = pa.array(number, mask=number == ABSENT)
    return pc.binary_join_element_wise("DK", known.cast(pa.string()), "")
