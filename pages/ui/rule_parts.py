"""The parts of a rule's page: why it is raised and on what grounds, its numbers, its data, its SQL, its hits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from analytics.engine import Engine
from analytics.export import File, Head, csv_order, to_csv
from analytics.filters import SUBJECTS, Selection
from analytics.hit_list import DEFAULT_SORT
from analytics.hits_file import hits_table
from analytics.rules import Rule, Run
from analytics.rules.needs import needs
from analytics.rules.own import Origin
from analytics.suspects import Page
from analytics.viewer import Viewer
from pages.ui import format, quick_look, table, url
from pages.ui.cards import Card
from pages.ui.export import export_button
from pages.ui.table import Column
from pages.ui.words import _, chosen

BRIEF = 80  # Chinese characters that fit the cell
SORTS = {
    "amount.desc": "amount",
    "amount.asc": "amount_up",
    "payments.desc": "payments",
    "payments.asc": "payments_up",
    "period_words.desc": "latest",
    "period_words.asc": "earliest",
}
# Columns of the hits' file, in words.
TITLES = {
    "rule": "规则",
    "tier": "疑点等级",
    "subject": "疑点对象",
    "people": "证件号(脱敏)",
    "account": "账号(脱敏)",
    "township": "乡镇代码",
    "village": "村(社区)代码",
    "programme": "项目代码",
    "period_from": "起",
    "period_to": "止",
    "amount": "疑点金额(元)",
    "payments": "笔数",
    "measure": "对照值",
    "cadre_linked": "涉干部或公职人员",
    "reason": "理由",
    "subject_key": "编号",
    "hit_id": "命中编号",
}


def sort() -> str:
    """The order of the hits the address asks for."""
    return SORTS.get(url.get("sort"), DEFAULT_SORT)


def about(rule: Rule) -> None:
    """Why it is asked, on what grounds, what it takes for granted, and what it leaves alone; of the county's own also
    by whom."""
    head = rule.header
    if rule.own:
        _origin(rule.own)
    left, right = st.columns(2)
    with left:
        _text(_("为什么问"), str(head.why))
        _text(_("依据"), str(head.basis))
        if head.assumes:
            _text(_("前提"), str(head.assumes))
    with right:
        _text(_("不算疑点的情形"), "\n".join(f"- {case}" for case in head.excludes) or _("无"))


def _origin(own: Origin) -> None:
    words = _("编写 {authors} · 发布 {by} · {day}").format(
        authors=_("、").join(own.authors), by=own.released_by, day=format.day(own.released_on)
    )
    st.caption(words if own.in_force else words + " · " + _("未参加比对"))


def _text(title: str, text: str) -> None:
    st.markdown(f"**{title}**\n\n{text}")


def parameters(rule: Rule, run: Run) -> None:
    """The numbers people may set, as this run had them."""
    st.subheader(_("参数"), anchor=False)
    used: Mapping[str, str] = run.manifest["parameters"].get(rule.code, {})
    if not rule.header.parameters:
        st.caption(_("这条规则没有可调的参数。"))
        return
    rows = [
        {
            _("参数"): p.zh if chosen() == "zh" else p.en,
            _("本次取值"): f"{used.get(name, p.default)} {_(p.unit)}",
            _("默认值"): f"{p.default} {_(p.unit)}",
            _("允许范围"): f"{p.min}—{p.max} {_(p.unit)}",
        }
        for name, p in rule.header.parameters.items()
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("参数"))


def data(rule: Rule, engine: Engine) -> None:
    """What it reads, and whether it is there."""
    st.subheader(_("所需数据"), anchor=False)
    rows = [
        {
            _("数据"): need.title,
            _("状态"): _("✓ 已有") if need.present else _("✕ 缺少"),
            _("来源部门"): need.senders or format.NOTHING,
            _("文件数"): need.files,
            _("数据日期"): format.day(need.data_date),
        }
        for need in needs(rule, engine)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=_("所需数据"))


def source(rule: Rule) -> None:
    """The statement itself, for whoever wants to check it."""
    language = "sql" if rule.path.suffix == ".sql" else "python"
    st.code(rule.source, language=language, wrap_lines=True)


def hits(rule: Rule, found: Page) -> None:
    """The hits of this run, a sentence each; a cell opens the suspect."""
    rows = found.rows.to_pandas()
    rows["place"] = [format.place(t, v) for t, v in zip(rows["township_title"], rows["village_title"], strict=True)]
    rows["subject_title"] = [format.subject(*pair) for pair in zip(rows["subject"], rows["subject_title"], strict=True)]
    rows["brief"] = [format.brief(reason, BRIEF) for reason in rows["reason"]]
    rows["period_words"] = [_span(a, b) for a, b in zip(rows["period_from"], rows["period_to"], strict=True)]
    columns = [
        Column("subject_title", _(SUBJECTS[rule.header.subject]), sorts=False, width=153),
        Column("brief", _("理由"), sorts=False, width=420),
        Column("amount", _("疑点金额(元)"), look="money", width=110),
        Column("period_words", _("期间"), width=100),
        Column("place", _("地点"), sorts=False, width=100),
    ]
    table.show(
        "rule-hits",
        rows,
        columns,
        total=found.total,
        alt=_("本次命中"),
        on_open=lambda row: quick_look.ask(row["subject"], int(row["subject_key"])),
        cards=[_card(row) for row in rows.to_dict("records")],
        row_height=table.TALL_ROW,
    )


def _span(first: int, last: int) -> str:
    if first == last:
        return format.period(first)
    return _("{first}至{last}").format(first=format.period(first), last=format.period(last))


def _card(row: Mapping[str, Any]) -> Card:
    query = {"subject": row["subject"], "key": str(row["subject_key"])}
    money = format.yuan(row["amount"]) + " " + _("元")
    return Card(format.tier(row["tier"]), money, row["subject_title"], row["reason"], row["place"], "suspect", query)


def export(viewer: Viewer, engine: Engine, run: Run, selection: Selection) -> None:
    """The rule's hits as a file, masked, or in full for who may see them."""
    head = Head(viewer, selection.sentence(), engine.snapshot.id, run.id)
    name = selection.file_name(_("命中"), "csv")
    filters = selection.filters
    masked = csv_order(name, head, lambda: hits_table(viewer, engine, run, filters)[0], TITLES)

    def in_full(whole: Head) -> File:
        rows, _chosen = hits_table(viewer, engine, run, filters, plain=True, reason=whole.reason)
        return File(to_csv(rows, TITLES, whole), rows.num_rows)

    export_button(_("导出 CSV"), masked, "hits", replace(masked, make=in_full, plain=True))
