"""下钻, the level's children with bars in the cells, and the trend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from analytics import drilldown
from pages.ui import charts, format, table, url
from pages.ui.ask_money import kept
from pages.ui.cards import Card
from pages.ui.drill_view import View, csv_button, narrow, narrow_to, order
from pages.ui.words import _

LEVEL_TITLES = {
    "township": "各乡镇",
    "village": "各村",
    "household": "各户",
    "person": "各人",
    "department": "各部门",
    "programme": "各项目",
    "year": "各年",
}
CHILD_TITLES = {
    "title": "名称",
    "amount": "发放金额(元)",
    "per_head": "人均(元)",
    "against": "人均为同级中位数的倍数",
    "growth": "比上年",
    "share": "占比",
    "suspects": "疑点",
    "people": "人数",
    "households": "户数",
    "payments": "笔数",
}


def children_of(view: View) -> pa.Table:
    """The children of the level, in the order the address asks for."""
    sort = order() if url.get("tab", "children") == "children" else ""
    return kept(drilldown.children, view.viewer, view.engine, view.selection.filters, view.level, view.run, sort=sort)


def children(view: View) -> None:
    found = children_of(view)
    first = (url.page_number() - 1) * table.PAGE_SIZE
    whole = found.to_pandas()
    rows = whole.iloc[first : first + table.PAGE_SIZE]
    table.show(
        f"children:{view.level}",
        rows,
        _child_columns(view, whole),
        total=len(whole),
        alt=_(LEVEL_TITLES[view.level]),
        on_open=lambda row: narrow_to(row, view.level),
        cards=[_child_card(row, view.level) for row in rows.to_dict("records")],
    )
    if len(whole) == drilldown.MOST:
        st.caption(_("只列前 {count} 个。").format(count=format.count(len(whole))))
    csv_button(view, _(LEVEL_TITLES[view.level]), lambda: _rounded(found), CHILD_TITLES)


def _rounded(rows: pa.Table) -> pa.Table:
    """Shares and ratios with four places, for a file."""
    for name in ("share", "growth", "against"):
        rows = rows.set_column(rows.column_names.index(name), name, pc.round(rows[name], 4))
    return rows


def _child_columns(view: View, whole: pd.DataFrame) -> list[table.Column]:
    most = {name: float(whole[name].max() or 1) for name in ("amount", "per_head", "suspects")}
    asked = [table.Column("suspects", _("疑点"), look="count_bar", width=95, most=most["suspects"])]
    return [
        table.Column("title", _("名称"), sorts=False, width=170),
        table.Column("amount", _("发放金额(元)"), look="bar", width=190, most=most["amount"]),
        table.Column("per_head", _("人均(元)"), look="bar", width=130, most=most["per_head"]),
        table.Column("growth", _("比上年"), look="growth", width=80, help=_("所选年份(未选时为最近一年)比上一年")),
        *(asked if view.run else []),
        table.Column("against", _("对同级"), look="number", width=75, help=_("人均是同级中位数的多少倍")),
        table.Column("people", _("人数"), look="count", width=75),
        table.Column("payments", _("笔数"), look="count", width=80),
    ]


def _child_card(row: dict[str, Any], level: str) -> Card:
    code = row["code"] or str(row["key"])
    foot = _("人均 {amount} 元").format(amount=format.yuan(row["per_head"]))
    said = _("{people} 人、{payments} 笔,疑点 {suspects} 个").format(
        people=format.count(row["people"]), payments=format.count(row["payments"]), suspects=row["suspects"]
    )
    query = {name: value for name, value in st.query_params.items() if name not in ("page", "sort", "tab")}
    growth = "" if pd.isna(row["growth"]) else _("比上年 {share}").format(share=format.share(row["growth"]))
    money = format.headline(row["amount"])
    return Card(growth, money, row["title"], said, foot, "drilldown", {**query, level: code})


def trend(view: View) -> None:
    """Money by year, or by month of the chosen year."""
    filters = view.selection.filters
    step = "month" if filters.year else "year"
    rows = kept(drilldown.series, view.viewer, view.engine, filters, step).to_pandas()
    months = [format.period(day.year * 100 + day.month) for day in rows["on"]]
    rows["label"] = months if filters.year else [str(day.year) for day in rows["on"]]
    rows["amount"] = rows["amount"].astype("float64")
    unit, divisor = (_("万元"), 10_000) if rows["amount"].max() >= 10_000 else (_("元"), 1)
    top = rows.loc[rows["amount"].idxmax()]
    title = _("{label}发放最多,{figure}").format(
        label=top["label"] if filters.year else _("{year}年").format(year=top["label"]),
        figure=format.headline(top["amount"]),
    )
    rows["drawn"] = rows["amount"] / divisor
    pick: Callable[[str], None] | None = None if filters.year else (lambda year: narrow("year", year))
    charts.columns(
        "trend", rows, label="label", values=["drawn"], names=[_("发放金额")], title=title, unit=unit, pick=pick
    )
