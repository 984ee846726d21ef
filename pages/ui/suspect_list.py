"""The list of suspects: its columns, its cards, its files, and the words that explain its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analytics.engine import Engine
from analytics.export import Head, csv_order, xlsx_order
from analytics.filters import Selection
from analytics.rules import Run, catalogue, known
from analytics.rules.modules import MODULES
from analytics.suspects import DEFAULT_SORT, Page, suspects_table
from analytics.suspects.file import TITLES
from analytics.suspects.listing import View
from analytics.viewer import Viewer
from analytics.workbench.keep import CODE as OWN
from pages.ui import format, url
from pages.ui.cards import Card
from pages.ui.export import export_button
from pages.ui.table import Column
from pages.ui.words import _

VIEWS: dict[View, str] = {"people": "人员与账户", "units": "单位", "data": "数据待纠"}
NAMES: dict[View, str] = {"people": "涉及人员或账户的疑点", "units": "涉及单位的疑点", "data": "待纠的数据"}
# Sort as a head asks for it -> the list's own name for it.
SORTS = {
    "amount.desc": "amount",
    "amount.asc": "amount_up",
    "people.desc": "people",
    "people.asc": "people_up",
    "hits.desc": "hits",
    "hits.asc": "hits_up",
    "ends_on.desc": "latest",
    "ends_on.asc": "earliest",
    "place.desc": "place",
    "place.asc": "place",
}
ASKED, BRIEF = 18, 44  # Chinese characters that fit the cells
ORDER = """
先列记录直接矛盾(■),再列需实地核实(▲),再列统计异常(●);同一等级内依次看:

1. **涉干部或公职人员**的在前;
2. **仍在发放**的在前:最近三个月内还有发放,或按年发放而最近一年仍在发;
3. **涉及人数**多的在前;
4. **预期金额**大的在前:疑点金额 × 该规则的疑点被核实的可能性。

可能性先按疑点等级估计,有县级复核结论以后,按该规则“属实数 ÷ 复核数”逐步修正。
同一项目、同一年被两条规则问到的,金额只计较大的一次。点表头可改按该列排序。
"""


def view() -> View:
    """Which of the three lists the address asks for."""
    asked = url.get("view")
    return next((v for v in VIEWS if v == asked), "people")


def view_switch(totals: Mapping[View, int]) -> None:
    """The switch between the three lists, with how many each holds."""
    now = view()
    key = f"view:{now}"
    st.segmented_control(
        _("看哪一类"),
        list(VIEWS),
        default=now,
        required=True,
        format_func=lambda v: f"{_(VIEWS[v])} {format.count(totals[v])}",
        key=key,
        on_change=url.follow(key, "view"),
        label_visibility="collapsed",
    )


def sort() -> str:
    """The order the address asks for."""
    return SORTS.get(url.get("sort"), DEFAULT_SORT)


def choices() -> dict[str, dict[str, str]]:
    """Options of the filters that concern rules."""
    rules = catalogue()
    used = sorted({rule.header.module for rule in rules.values()})
    return {
        "rule": {code: str(rule.header.title) for code, rule in rules.items()},
        "module": {str(number): str(MODULES[number]) for number in used},
    }


def answer(found: Page, totals: Mapping[View, int]) -> str:
    """The list in one line, and what stands in the others: 总览 and 下钻 count people and units together."""
    whole = parts(totals)
    if not found.total:
        return whole
    said = _(
        "共 **{total}** 个,疑点金额合计 **{amount}**;其中涉干部或公职人员 **{cadres}** 个,仍在发放 **{paid}** 个。"
    )
    mine = said.format(
        total=format.count(found.total),
        amount=format.headline(found.amount),
        cadres=format.count(found.cadres),
        paid=format.count(found.still_paid),
    )
    return f"{mine}  \n:gray[{whole}]"


def parts(totals: Mapping[View, int]) -> str:
    """疑点 347 个 = 人员与账户 327 个 + 单位 20 个;数据待纠 17 个另列。"""
    said = _("疑点 {asked} 个 = 人员与账户 {people} 个 + 单位 {units} 个;数据待纠 {data} 个另列。")
    counts = {view: format.count(total) for view, total in totals.items()}
    return said.format(asked=format.count(totals["people"] + totals["units"]), **counts)


def shown(found: Page) -> pd.DataFrame:
    """The rows of the page with what the table shows in words."""
    rows = found.rows.to_pandas()
    titles = {code: str(rule.header.title) for code, rule in known().items()}
    rows["mark"] = rows["subject"] + ":" + rows["subject_key"].astype(str)
    rows["tier_words"] = rows["tier"].map(format.tier)
    own = rows["rules"].map(lambda codes: OWN in codes)
    rows["signs"] = [signs(*marks) for marks in zip(rows["cadre_linked"], rows["still_paid"], own, strict=True)]
    rows["subject_title"] = [format.subject(*pair) for pair in zip(rows["subject"], rows["subject_title"], strict=True)]
    rows["brief"] = [format.brief(reason, BRIEF) for reason in rows["reason"]]
    asked = rows["rules"].map(lambda codes: _("、").join(titles.get(code, code) for code in codes))
    rows["asked"] = [format.brief(words, ASKED) for words in asked]
    rows["place"] = [format.place(t, v) for t, v in zip(rows["township_title"], rows["village_title"], strict=True)]
    return rows


def columns() -> list[Column]:
    return [
        Column("tier_words", _("疑点等级"), sorts=False, width=112),
        Column("subject_title", _("对象"), sorts=False, width=165),
        Column("signs", _("标记"), sorts=False, width=78),
        Column("asked", _("问什么"), sorts=False, width=106),
        Column("brief", _("理由"), sorts=False, width=230),
        Column("amount", _("疑点金额(元)"), look="money", width=94),
        Column("place", _("地点"), width=68),
        Column("hits", _("命中"), look="count", width=46, help=_("该对象被命中的次数:每条规则、每个项目、每年一次")),
    ]


def cards(rows: pd.DataFrame) -> list[Card]:
    """The same rows for a phone."""
    return [_card(row) for row in rows.to_dict("records")]


def _card(row: dict[str, Any]) -> Card:
    query = {"subject": row["subject"], "key": str(row["subject_key"])}
    money, foot = (
        format.yuan(row["amount"]) + " " + _("元"),
        f"{row['place']} {row['signs']}".removeprefix(format.NOTHING),
    )
    return Card(row["tier_words"], money, row["subject_title"], row["reason"], foot, "suspect", query)


def signs(cadre: bool, paid: bool, own: bool = False) -> str:
    """★ 涉干部 仍在发放 ✎ 自行比对"""
    return " ".join([_("★ 涉干部")] * cadre + [_("仍在发放")] * paid + [_("✎ 自行比对")] * own)


def files(viewer: Viewer, engine: Engine, run: Run, selection: Selection, marked: Sequence[str]) -> None:
    """The buttons that export exactly what is filtered, and what is marked."""
    shown_view = view()
    head = Head(viewer, f"{_(VIEWS[shown_view])};{selection.sentence()}", engine.snapshot.id, run.id)
    only = {_pair(mark) for mark in marked}

    def table(keys: set[tuple[str, int]]) -> Any:
        return suspects_table(viewer, engine, run, selection.filters, sort(), shown_view, keys)

    name = {suffix: selection.file_name(_("疑点"), suffix) for suffix in ("csv", "xlsx")}
    export_button(_("导出 CSV"), csv_order(name["csv"], head, lambda: table(set()), TITLES), "csv")
    export_button(_("导出 Excel"), xlsx_order(name["xlsx"], head, lambda: table(set()), TITLES), "xlsx")
    if only:
        label = _("导出所选({count})").format(count=len(only))
        export_button(label, xlsx_order(name["xlsx"], head, lambda: table(only), TITLES), "some")


def _pair(mark: str) -> tuple[str, int]:
    subject, _colon, key = mark.partition(":")
    return subject, int(key)
