"""The one look of a table: fifty rows by query, a cell opens, boxes mark, a head sorts on the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import chosen, url
from pages.ui.cards import Card, narrow_only, wide_only
from pages.ui.format import NOTHING
from pages.ui.pick import fresh_key, once
from pages.ui.words import _

PAGE_SIZE = 50
# Pixels: one line of text; and three lines, since Streamlit wraps text only in rows higher than four letters.
ROW_HEIGHT, TALL_ROW = 34, 66


@dataclass(frozen=True)
class Column:
    """A column of a shown table: the field, its title, how it looks (a key of LOOKS), and whether a head sorts."""

    field: str
    title: str
    look: str = "text"
    sorts: bool = True
    width: str | int | None = None
    help: str | None = None
    most: float | None = None  # what fills a bar


def _bar(column: Column, written: str) -> Any:
    """A bar in the cell beside its number; `most` fills it."""
    return st.column_config.ProgressColumn(
        column.title, format=written, min_value=0, max_value=column.most or 1, width=column.width, help=column.help
    )


LOOKS: dict[str, Callable[[Column], Any]] = {
    "text": lambda c: st.column_config.TextColumn(c.title, width=c.width, help=c.help),
    "money": lambda c: st.column_config.NumberColumn(c.title, format="%,.2f", width=c.width, help=c.help),
    "count": lambda c: st.column_config.NumberColumn(c.title, format="%,d", width=c.width, help=c.help),
    "number": lambda c: st.column_config.NumberColumn(c.title, format="%,.2f", width=c.width, help=c.help),
    "percent": lambda c: st.column_config.NumberColumn(c.title, format="percent", width=c.width, help=c.help),
    # over the year before: 0.05 → +5.0%
    "growth": lambda c: st.column_config.NumberColumn(c.title, format="%+.1f%%", width=c.width, help=c.help),
    "date": lambda c: st.column_config.DateColumn(c.title, format="YYYY-MM-DD", width=c.width, help=c.help),
    "bar": lambda c: _bar(c, "%,.2f"),
    "count_bar": lambda c: _bar(c, "%,d"),
}


def show(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    *,
    total: int,
    alt: str,
    on_open: Callable[[dict[str, Any]], None] | None = None,
    mark_by: str | None = None,
    cards: Sequence[Card] = (),
    row_height: int = ROW_HEIGHT,
) -> list[Any]:
    """Draw one page of a list of `total` rows; returns what is marked, on this page and the others.

    `cards` stand in the table's place on a phone.

    `rows` may hold more fields than `columns` shows (keys, say); `on_open` gets the whole row of the cell clicked;
    `mark_by` names the field that tells marked rows apart and turns the boxes on.
    """
    modes = ["single-cell"] * bool(on_open) + ["single-column"] * (total > 1) + ["multi-row"] * bool(mark_by)
    marked = st.session_state.setdefault(_marks(key), [])
    with wide_only(key) if cards else st.container():
        st.dataframe(
            _shown(rows, columns),
            key=fresh_key(key),
            hide_index=True,
            column_config={c.field: LOOKS[c.look](_headed(c)) for c in columns},
            column_order=[c.field for c in columns],
            row_height=row_height,
            height=min(len(rows), PAGE_SIZE) * row_height + ROW_HEIGHT + 4,
            on_select=_selected(key, rows, columns, on_open, mark_by) if modes else "ignore",
            selection_mode=modes or "multi-row",
            selection_default=_default(rows, mark_by, marked) if mark_by else None,
            placeholder=NOTHING,
            alt=alt,
        )
    narrow_only(cards)
    pager(key, total)
    return list(marked)


def unmark(key: str) -> None:
    """Forget all marks of a table (after they were acted upon)."""
    st.session_state[_marks(key)] = []
    st.session_state[f"fresh:{key}"] = st.session_state.get(f"fresh:{key}", 0) + 1


def _marks(key: str) -> str:
    return f"marks:{key}"


def _default(rows: pd.DataFrame, mark_by: str, marked: list[Any]) -> Any:
    return {"selection": {"rows": [i for i, v in enumerate(rows[mark_by]) if v in marked]}}


def _shown(rows: pd.DataFrame, columns: Sequence[Column]) -> pd.DataFrame:
    """Only what is on screen goes to the browser; Decimals become numbers so that they align and sort."""
    numeric = [c.field for c in columns if c.look in {"money", "number", "bar", "count_bar", "percent", "growth"}]
    shown = rows[[c.field for c in columns]].copy()
    shown[numeric] = shown[numeric].astype("float64")
    grown = [c.field for c in columns if c.look == "growth"]
    shown[grown] = shown[grown] * 100
    return shown


def _headed(column: Column) -> Column:
    """The title with an arrow where the list is sorted by it."""
    field, _dot, way = url.get("sort").partition(".")
    arrow = {"asc": " ↑", "desc": " ↓"}.get(way, "") if field == column.field else ""
    return replace(column, title=column.title + arrow)


def _selected(
    key: str,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    on_open: Callable[[dict[str, Any]], None] | None,
    mark_by: str | None,
) -> Callable[[], None]:
    """The callback of the table: boxes are remembered across pages; cells and heads are taken once."""

    def callback() -> None:
        state = st.session_state.get(fresh_key(key))
        if mark_by:
            here, marked = list(rows[mark_by]), st.session_state[_marks(key)]
            kept = [v for v in marked if v not in here]
            st.session_state[_marks(key)] = kept + [here[i] for i in chosen.rows(state, len(here))]
        if chosen.cell(state, len(rows)) is not None or chosen.column(state):
            once(key, lambda state: _act(state, rows, columns, on_open))()

    return callback


def _act(
    state: Any,
    rows: pd.DataFrame,
    columns: Sequence[Column],
    on_open: Callable[[dict[str, Any]], None] | None,
) -> None:
    row = chosen.cell(state, len(rows))
    if row is not None and on_open:
        on_open(rows.iloc[row].to_dict())
    for column in columns:
        if row is None and column.field == chosen.column(state):
            _sort_by(column)


def _sort_by(column: Column) -> None:
    if column.sorts:
        field, _dot, way = url.get("sort").partition(".")
        falling = field != column.field or way == "asc"
        url.put(sort=f"{column.field}.{'desc' if falling else 'asc'}")


def pager(key: str, total: int) -> None:
    """Which rows these are, and the way to the others."""
    pages = max(1, -(-total // PAGE_SIZE))
    at = min(url.page_number(), pages)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        first = (at - 1) * PAGE_SIZE + 1
        st.caption(
            _("第 {first}–{last} 条,共 {total} 条").format(
                first=f"{min(first, total):,}", last=f"{min(at * PAGE_SIZE, total):,}", total=f"{total:,}"
            )
        )
        if pages > 1:
            name = f"{key}:page:{at}:{pages}"
            st.pagination(pages, default=at, key=name, on_change=url.follow(name, "page"))
