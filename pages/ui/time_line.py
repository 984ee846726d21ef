"""All payments of somebody on a line of time, a row for each programme; those in question are marked."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa

from pages.ui import charts, format
from pages.ui.words import _

_WRAP = 9
_ROW_PIXELS = 46


def draw(payments: pa.Table, title: str, key: str, events: pa.Table | None = None) -> None:
    """`payments`: programme_title, period, period_start, amount, payments, flagged (how many are in question);
    `events` (on_date, what, more, person_title) stand above them, each with a line down through the payments."""
    rows = payments.to_pandas()
    rows["words"] = [_words(*row) for row in rows[["period", "amount", "payments"]].itertuples(index=False)]
    asked = rows["flagged"] > 0
    figure = go.Figure(
        [
            _marks(rows[~asked], _("发放"), "circle", charts.BLUE, 9),
            _marks(rows[asked], _("疑点涉及的发放"), "diamond", charts.SEQUENCE[5], 13),
        ]
    )
    happened = events.to_pandas() if events else pd.DataFrame()
    if len(happened):
        _add_events(figure, happened)
    lanes = max(1, rows["programme_title"].nunique() + bool(len(happened)))
    figure.update_yaxes(automargin=True, type="category", range=[lanes - 0.5, -0.5])  # downwards
    days = [*rows["period_start"].dropna(), *happened.get("on_date", ())]
    figure.update_xaxes(type="date", tickformat="%Y-%m", hoverformat="%Y-%m-%d", range=_whole_years(days))
    table = pd.DataFrame(
        {
            _("项目"): rows["programme_title"],
            _("所属期"): rows["period"].map(format.period),
            _("金额(元)"): rows["amount"].astype("float64"),
            _("笔数"): rows["payments"],
            _("其中疑点"): rows["flagged"],
        }
    )
    charts.show(key, figure, title=title, unit=_("元"), rows=table, height=100 + _ROW_PIXELS * lanes)


def _whole_years(days: list[date]) -> list[str] | None:
    """From the first day's January to the last one's December: a few days alone would be ticked by the hour."""
    return [f"{min(days).year - 1}-12-15", f"{max(days).year + 1}-01-15"] if days else None


def _marks(rows: pd.DataFrame, name: str, symbol: str, colour: str, size: int) -> go.Scatter:
    return go.Scatter(
        x=rows["period_start"],
        y=rows["programme_title"].map(_wrapped),
        mode="markers",
        name=name,
        marker={"symbol": symbol, "color": colour, "size": size, "opacity": 0.85},
        customdata=rows["words"],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
    )


def _add_events(figure: go.Figure, events: pd.DataFrame) -> None:
    """What registers say happened: a row of its own on top, and a dashed line at each day."""
    said = [event_words(*row) for row in events[["on_date", "what", "more", "person_title"]].itertuples(index=False)]
    marks = go.Scatter(
        x=events["on_date"],
        y=[_("登记事件")] * len(events),
        mode="markers",
        name=_("登记事件"),
        marker={"symbol": "triangle-down", "color": charts.SEQUENCE[6], "size": 12},
        customdata=said,
        hovertemplate="%{customdata}<extra></extra>",
    )
    figure.add_trace(marks)
    figure.update_yaxes(categoryorder="array", categoryarray=[_("登记事件")])
    for day in events["on_date"]:
        figure.add_vline(x=day, line_dash="dot", line_width=1, line_color=charts.GREY)


def event_words(on_date: date, what: str, more: str, person_title: str) -> str:
    """2016-02-10 李某某 死亡登记(殡仪馆火化登记)"""
    return f"{format.day(on_date)} {person_title} {what}" + (f"({more})" if more else "")


def _words(period: int, amount: float, payments: int) -> str:
    money = f"{format.period(int(period))} {format.yuan(amount)} {_('元')}"
    return money if payments == 1 else money + _("({count} 笔)").format(count=format.count(int(payments)))


def _wrapped(title: str) -> str:
    """A long title in lines of a few characters, so that the marks keep most of a narrow screen."""
    return "<br>".join(title[i : i + _WRAP] for i in range(0, len(title), _WRAP))
