"""What a browser says is chosen in a table or chart, as far as it is there: all else counts as nothing."""

from __future__ import annotations

from typing import Any


def rows(state: Any, count: int) -> list[int]:
    """Numbers of the marked rows, of a table with `count` rows."""
    return [row for row in _listed(state, "rows") if _within(row, count)]


def cell(state: Any, count: int) -> int | None:
    """The row of the cell that was clicked, of a table with `count` rows."""
    found = next(iter(_listed(state, "cells")), None)
    row = found[0] if isinstance(found, list | tuple) and found else None
    return row if isinstance(row, int) and _within(row, count) else None


def column(state: Any) -> str:
    """The field of the head that was clicked."""
    return str(next(iter(_listed(state, "columns")), ""))


def point(state: Any) -> str | None:
    """The code of the mark that was clicked; a treemap tells its `id` only, the others their customdata."""
    found = next(iter(_listed(state, "points")), None)
    if not isinstance(found, dict):
        return None
    data = found.get("customdata", found.get("id", ""))
    if isinstance(data, list | tuple):
        data = data[0] if data else ""
    return str(data)


def _listed(state: Any, part: str) -> list[Any]:
    selection = state.get("selection") if isinstance(state, dict) else None
    found = selection.get(part) if isinstance(selection, dict) else None
    return found if isinstance(found, list) else []


def _within(row: object, count: int) -> bool:
    return type(row) is int and 0 <= row < count
