"""Plotly charts in one quiet look; a click on a bar, tile or township narrows the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Required, TypedDict, Unpack

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui import chosen
from pages.ui.pick import fresh_key, once
from pages.ui.words import _

BLUE, GREY, RED = "#2b6ca3", "#9aa5b1", "#a3262a"
INK, PAPER = "#14171c", "#ffffff"  # words on a mark of pale, of deep colour
DEEP = 0.6  # of the largest value: from here on a shade is deep
# Okabe-Ito without its yellow, which vanishes on white: told apart by colour-blind eyes.
SEQUENCE = ("#2b6ca3", "#e69f00", "#009e73", "#56b4e9", "#cc79a7", "#d55e00", "#6b7280")
SHADES = ((0.0, "#eef3f8"), (0.5, "#8fb4d6"), (1.0, "#1f4e79"))
# An own route answers this with an empty world: Plotly would otherwise fetch one from outside.
CONFIG = {"displayModeBar": False, "topojsonURL": "/geo/", "locale": "zh-CN", "scrollZoom": False}

Pick = Callable[[str], None]


class Look(TypedDict, total=False):
    """What every chart may be given: its words, what a click does, its height in pixels."""

    title: Required[str]
    unit: Required[str]
    pick: Pick | None
    height: int


def bars(
    key: str,
    rows: pd.DataFrame,
    *,
    label: str,
    value: str,
    exact: str | None = None,
    code: str | None = None,
    **look: Unpack[Look],
) -> None:
    """Horizontal bars, longest on top; `pick` gets the row's `code` (default: its label).

    `exact` (in every chart) names a column of text that is shown on pointing in place of the drawn number.
    """
    ordered = rows.iloc[::-1]
    figure = go.Figure(
        go.Bar(
            x=ordered[value].astype(float),
            y=ordered[label],
            orientation="h",
            customdata=ordered[code or label],
            marker_color=BLUE,
            **_told(ordered, exact, f"%{{y}}<br>%{{x:,.2f}} {look['unit']}", "%{y}"),
        )
    )
    show(key, figure, rows=_twin(rows, {label: _("名称"), exact or value: _("数值")}), **{"height": 320, **look})


def columns(
    key: str,
    rows: pd.DataFrame,
    *,
    label: str,
    values: Sequence[str],
    names: Sequence[str],
    rest: str = "",
    stacked: bool = True,
    **look: Unpack[Look],
) -> None:
    """Upright columns over time or groups, one colour for each of `values`; the one called `rest` is grey."""
    figure = go.Figure(
        [
            go.Bar(
                x=rows[label].astype(str),
                y=rows[v].astype(float),
                name=n,
                customdata=rows[label],
                marker_color=GREY if n == rest else SEQUENCE[i % len(SEQUENCE)],
                hovertemplate=f"%{{x}}<br>{n} %{{y:,.2f}} {look['unit']}<extra></extra>",
            )
            for i, (v, n) in enumerate(zip(values, names, strict=True))
        ]
    )
    figure.update_layout(
        barmode="stack" if stacked else "group", showlegend=len(values) > 1, legend_traceorder="normal"
    )
    figure.update_xaxes(type="category")
    figure.update_layout(bargap=0.25 if len(rows) > 3 else 0.7)
    show(
        key,
        figure,
        rows=_twin(rows, {label: _("时间"), **dict(zip(values, names, strict=True))}),
        **{"height": 300, **look},
    )


def treemap(
    key: str,
    rows: pd.DataFrame,
    *,
    label: str,
    value: str,
    code: str,
    note: str | None = None,
    exact: str | None = None,
    **look: Unpack[Look],
) -> None:
    """One tile for each row, its size the value, the text of `note` under its name."""
    drawn = rows[value].astype(float)
    figure = go.Figure(
        go.Treemap(
            labels=rows[label],
            ids=rows[code].astype(str),
            parents=[""] * len(rows),
            values=drawn,
            customdata=rows[code],
            textfont={"color": [PAPER if v >= DEEP * drawn.max() else INK for v in drawn]},
            marker={"colors": drawn, "cmin": 0, "colorscale": SHADES, "pad": {"t": 0, "l": 0, "r": 0, "b": 0}},
            **_told(rows, exact, f"%{{label}}<br>%{{value:,.2f}} {look['unit']}", "%{label}"),
            text=rows[note] if note else None,
            textinfo="label+text" if note else "label",
            tiling={"pad": 1},
            root={"color": "#e5e7eb"},
            pathbar={"visible": False},
        )
    )
    # a name too small to read is left to pointing
    figure.update_layout(uniformtext={"minsize": 11, "mode": "hide"})
    show(key, figure, rows=_twin(rows, {label: _("名称"), exact or value: _("数值")}), **{"height": 380, **look})


def area_map(
    key: str,
    rows: pd.DataFrame,
    geojson: dict[str, Any],
    *,
    code: str,
    label: str,
    value: str,
    exact: str | None = None,
    **look: Unpack[Look],
) -> None:
    """Townships or villages shaded by a measure; features are matched by their `id`."""
    figure = go.Figure(
        go.Choropleth(
            geojson=geojson,
            locations=rows[code],
            z=rows[value].astype(float),
            text=rows[label],
            customdata=rows[code],
            colorscale=SHADES,
            marker_line_color="white",
            marker_line_width=0.7,
            colorbar={
                "orientation": "h",
                "thickness": 10,
                "len": 0.6,
                "y": -0.02,
                "yanchor": "top",
                "title": {"text": look["unit"], "side": "bottom"},
            },
            **_told(rows, exact, f"%{{text}}<br>%{{z:,.2f}} {look['unit']}", "%{text}"),
        )
    )
    figure.update_geos(fitbounds="locations", visible=False, bgcolor="rgba(0, 0, 0, 0)")
    show(key, figure, rows=_twin(rows, {label: _("名称"), exact or value: _("数值")}), **{"height": 420, **look})


def _twin(rows: pd.DataFrame, titles: dict[str, str]) -> pd.DataFrame:
    """The table behind a chart: its columns under their titles, money as numbers."""
    twin = rows[list(titles)].rename(columns=titles)
    return twin.map(lambda value: float(value) if isinstance(value, Decimal) else value)


def _told(rows: pd.DataFrame, exact: str | None, drawn: str, name: str) -> dict[str, Any]:
    """What pointing at a mark shows."""
    if exact is None:
        return {"hovertemplate": f"{drawn}<extra></extra>"}
    return {"hovertext": rows[exact], "hovertemplate": f"{name}<br>%{{hovertext}}<extra></extra>"}


def show(key: str, figure: go.Figure, *, rows: pd.DataFrame, **look: Unpack[Look]) -> None:
    """Draw a figure in the house's look, with its numbers as a table behind a toggle."""
    title, pick = look["title"], look.get("pick")
    figure.update_layout(
        height=look.get("height", 320),
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        font={"size": 13},
        hoverlabel={"align": "left"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.02, "x": 0},  # above: it grows over no mark
        clickmode="event+select" if pick else "event",
    )
    figure.update_xaxes(separatethousands=True, exponentformat="none")
    figure.update_yaxes(separatethousands=True, exponentformat="none")
    st.markdown(f"**{title}** :gray[{_('单位:{unit}').format(unit=look['unit'])}]")
    st.plotly_chart(
        figure,
        key=fresh_key(key),
        config=CONFIG,
        on_select=once(key, lambda state: _picked(state, pick)) if pick else "ignore",
        selection_mode="points",
        alt=title,
    )
    with st.expander(_("看数字")):
        st.dataframe(rows, hide_index=True, alt=title)


def _picked(state: Any, pick: Pick | None) -> None:
    """Hand over the code of what was clicked."""
    code = chosen.point(state)
    if code is not None and pick:
        pick(code)
