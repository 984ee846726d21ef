"""The charts of 离群: score against amount, and one row among its peers."""

from __future__ import annotations

import math

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from pages.ui import charts, format
from pages.ui.words import _

KINDS = 6  # colours told apart; further kinds share one
_SCATTER_PIXELS, _STRIP_PIXELS = 340, 210


def scatter(rows: pd.DataFrame, pick: charts.Pick) -> None:
    """Score against amount, a colour for each kind of programme; a click hands over the row's mark."""
    kinds = list(rows["kind"].value_counts().index[:KINDS])
    group = rows["kind"].where(rows["kind"].isin(kinds), _("其余各类"))
    names = [*kinds, _("其余各类")] if len(kinds) < rows["kind"].nunique() else kinds
    figure = go.Figure([_cloud(rows[group == name], name, number) for number, name in enumerate(names)])
    figure.update_xaxes(type="log", dtick=1, tickformat=",d", title=_("当年金额(元,对数刻度)"))
    figure.update_yaxes(title=_("离群分数"), tickformat=".2f")
    table = pd.DataFrame(
        {
            _("户"): rows["household_title"],
            _("项目"): rows["programme_title"],
            _("年度"): rows["year"].astype(str),
            _("金额(元)"): rows["amount"].astype("float64"),
            _("离群分数"): rows["score"],
        }
    )
    title = _("越靠上越不像同村同项目的各户;点一个点看它与各户的比较")
    charts.show("outlier-cloud", figure, title=title, unit=_("元"), rows=table, pick=pick, height=_SCATTER_PIXELS)


def _cloud(rows: pd.DataFrame, name: str, number: int) -> go.Scattergl:
    return go.Scatter(
        x=rows["amount"].astype("float64"),
        y=rows["score"],
        mode="markers",
        name=name,
        customdata=rows["mark"],
        text=rows["hover"],
        marker={"size": 8, "opacity": 0.65, "color": charts.SEQUENCE[number % len(charts.SEQUENCE)]},
        hovertemplate="%{text}<extra></extra>",
    )


def strip(peers: pd.DataFrame, chosen: pd.Series) -> None:
    """Every peer's amount on one line, the chosen row marked, the peers' median as a line."""
    amounts = peers["amount"].astype("float64")
    others = peers[~peers["itself"]]
    figure = go.Figure(
        [
            _dots(others, _("可比各户"), "circle", charts.GREY, 8, [(i * 7) % 11 / 11 for i in range(len(others))]),
            _dots(peers[peers["itself"]], _("本户"), "diamond", charts.SEQUENCE[5], 16, [0.5]),
        ]
    )
    if pd.notna(chosen["peers_median"]):
        median = float(chosen["peers_median"])
        words = _("中位数 {amount} 元").format(amount=format.yuan(median))
        figure.add_vline(x=median, line_dash="dash", line_color=charts.BLUE)
        figure.add_annotation(
            x=_at(median, amounts),
            y=1,
            yref="paper",
            xanchor="left",
            yanchor="top",
            xshift=4,
            text=words,
            showarrow=False,
        )
    figure.update_xaxes(**_axis(amounts))
    figure.update_yaxes(visible=False, range=[-0.25, 1.25])
    figure.update_layout(showlegend=False)
    table = pd.DataFrame(
        {
            _("户"): peers["household_title"],
            _("金额(元)"): amounts,
            _("本户"): peers["itself"].map({True: "◆", False: ""}),
        }
    )
    charts.show(
        "outlier-strip", figure, title=_("◆ 本户与 ● 可比各户的金额"), unit=_("元"), rows=table, height=_STRIP_PIXELS
    )
    _sampled(len(peers), int(chosen["peers"]))


def _sampled(shown: int, peers: int) -> None:
    """Says so when not every peer is drawn."""
    if shown < peers:
        words = _("可比 {all} 户,图上按金额均匀取 {shown} 户。")
        st.caption(words.format(all=format.count(peers), shown=format.count(shown)))


def _dots(rows: pd.DataFrame, name: str, symbol: str, colour: str, size: int, heights: list[float]) -> go.Scatter:
    return go.Scatter(
        x=rows["amount"].astype("float64"),
        y=heights,
        mode="markers",
        name=name,
        text=rows["household_title"],
        marker={"symbol": symbol, "color": colour, "size": size, "opacity": 0.8},
        hovertemplate="%{text}<br>%{x:,.2f} " + _("元") + "<extra></extra>",
    )


def _spread_wide(amounts: pd.Series) -> bool:
    """Over twenty times between the least and the most: on a plain axis all but the largest would lie on zero."""
    return bool(amounts.min() > 0 and amounts.max() / amounts.min() > 20)


def _axis(amounts: pd.Series) -> dict[str, object]:
    return {"type": "log", "dtick": 1, "tickformat": ",d"} if _spread_wide(amounts) else {"tickformat": ",d"}


def _at(value: float, amounts: pd.Series) -> float:
    """Where a note stands on the axis: Plotly wants the logarithm on a logarithmic one."""
    return math.log10(value) if _spread_wide(amounts) and value > 0 else value
