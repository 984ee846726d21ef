"""All payments of somebody on a line of time, a row for each programme; those in question are marked."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import pyarrow as pa

from pages.ui import charts, format
from pages.ui.words import _

_WRAP = 9
_ROW_PIXELS = 46


def draw(payments: pa.Table, title: str, key: str) -> None:
    """`payments`: programme_title, period, period_start, amount, payments, flagged (how many are in question)."""
    rows = payments.to_pandas()
    rows["words"] = [_words(*row) for row in rows[["period", "amount", "payments"]].itertuples(index=False)]
    asked = rows["flagged"] > 0
    figure = go.Figure(
        [
            _marks(rows[~asked], _("发放"), "circle", charts.BLUE, 9),
            _marks(rows[asked], _("疑点涉及的发放"), "diamond", charts.SEQUENCE[5], 13),
        ]
    )
    figure.update_yaxes(automargin=True, type="category", autorange="reversed")
    figure.update_xaxes(type="date", tickformat="%Y-%m", hoverformat="%Y-%m-%d")
    programmes = rows["programme_title"].nunique()
    table = pd.DataFrame(
        {
            _("项目"): rows["programme_title"],
            _("所属期"): rows["period"].map(format.period),
            _("金额(元)"): rows["amount"].astype("float64"),
            _("笔数"): rows["payments"],
            _("其中疑点"): rows["flagged"],
        }
    )
    charts.show(key, figure, title=title, unit=_("元"), rows=table, height=90 + _ROW_PIXELS * max(programmes, 1))


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


def _words(period: int, amount: float, payments: int) -> str:
    money = f"{format.period(int(period))} {format.yuan(amount)} {_('元')}"
    return money if payments == 1 else money + _("({count} 笔)").format(count=format.count(int(payments)))


def _wrapped(title: str) -> str:
    """A long title in lines of a few characters, so that the marks keep most of a narrow screen."""
    return "<br>".join(title[i : i + _WRAP] for i in range(0, len(title), _WRAP))
