"""The parts of 一人一档 and 一户一档: what was received, from whom, with whom, what registers say, what is odd."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
import streamlit as st

from analytics.dossier import File, HouseholdFile, PersonFile
from analytics.engine import Engine
from analytics.export import Head, csv_order
from analytics.register_rows import Record
from analytics.viewer import Viewer
from pages.ui import dossier_search, format, suspect_parts
from pages.ui.export import export_button
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.reveal import reveal_button
from pages.ui.words import _

PAID_TITLES = {
    "period_title": "所属期",
    "programme_title": "项目",
    "amount": "金额(元)",
    "quantity": "数量(面积)",
    "pay_date": "发放日期",
    "person_title": "姓名 证件号",
    "account_title": "账号",
    "state": "状态",
    "source": "来源文件",
    "source_row": "来源行",
}
_STATES = {"paid": "已发放", "returned": "已退回"}


def answer(found: File) -> str:
    """What was received, in one line."""
    rows = found.sums.to_pandas()
    if rows.empty:
        return _("没有领取记录。")
    said = _("{span}在 **{programmes}** 个项目领取 **{payments}** 笔、**{amount}**;疑点命中 **{asked}** 条。")
    first, last = int(rows["year"].min()), int(rows["year"].max())
    return said.format(
        span=format.period(first * 100) + ("" if first == last else f"—{format.period(last * 100)}"),
        programmes=rows["programme"].nunique(),
        payments=format.count(int(rows["payments"].sum())),
        amount=format.headline(rows["amount"].sum()),
        asked=format.count(len(found.asked)),
    )


def about(found: PersonFile | HouseholdFile) -> str:
    """Who it is, as the number and the registers tell."""
    if isinstance(found, HouseholdFile):
        return _("户内 {count} 人").format(count=found.members.num_rows)
    born = _("{day} 出生").format(day=format.day(found.born_on)) if found.born_on else ""
    return " · ".join(part for part in (found.sex or "", born, found.id_fault or "") if part)


def actions(viewer: Viewer, engine: Engine, found: PersonFile | HouseholdFile) -> None:
    """To the household, the full number, the file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if isinstance(found, PersonFile):
            st.button(
                _("一户一档"),
                icon=":material/family_restroom:",
                on_click=dossier_search.go_on,
                args=(viewer, found.subject, found.key, "household", found.household),
            )
        else:
            _to_member(viewer, found)
        reveal_button(found.masked, key=f"reveal:{found.subject}:{found.key}")
        if found.payments.num_rows:
            _export(viewer, engine, found)


def _to_member(viewer: Viewer, found: HouseholdFile) -> None:
    people = dict(zip(found.members["person"].to_pylist(), found.members["person_title"].to_pylist(), strict=True))
    if not people:
        return
    with st.popover(_("一人一档"), icon=":material/person:"):
        for key, title in people.items():
            st.button(
                title,
                key=f"member:{key}",
                type="tertiary",
                on_click=dossier_search.go_on,
                args=(viewer, found.subject, found.key, "person", key),
            )


def _export(viewer: Viewer, engine: Engine, found: File) -> None:
    head = Head(viewer, found.title, engine.snapshot.id)
    name = f"{_('发放明细')}_{found.subject}_{found.key}.csv"
    titles = {column: title for column, title in PAID_TITLES.items() if column != "state"}
    about = {"filters": f"{found.subject}:{found.key}"}
    export_button(_("导出发放明细"), csv_order(name, head, lambda: found.payments, titles, about=about), "paid")


def received(found: File) -> None:
    """Programmes by year, with the department that pays."""
    rows = found.sums.to_pandas()
    if rows.empty:
        st.caption(_("没有领取记录。"))
        return
    rows["amount"] = rows["amount"].astype("float64")
    cells = rows.pivot_table(index=["programme_title", "department_title"], columns="year", values="amount", sort=True)
    cells = cells.loc[cells.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    years = list(cells.columns)
    body = [[*names, *map(_blank, row), format.yuan(row.sum())] for names, row in cells.iterrows()]
    sums = [
        _("合计"),
        "",
        *(format.yuan(cells[year].sum()) for year in years),
        format.yuan(cells.to_numpy()[cells.notna()].sum()),
    ]
    head = [_("项目"), _("主管部门"), *(str(year) for year in years), _("合计(元)")]
    st.html(LOOK + plain_table(head, [*body, sums], range(2, len(head)), total=True))


def _blank(amount: float) -> str:
    return "" if pd.isna(amount) else format.yuan(amount)


def payments(found: File) -> None:
    """Every credit, the bank's returns too."""
    rows = found.payments.to_pandas()
    rows["state"] = rows["status"].map(lambda status: _(_STATES.get(status, status)))
    rows["amount"], rows["quantity"] = rows["amount"].astype("float64"), rows["quantity"].astype("float64")
    one = rows["person"].nunique() == 1
    titles = {c: _(t) for c, t in PAID_TITLES.items() if not (one and c == "person_title") and rows[c].notna().any()}
    looks = {
        "amount": st.column_config.NumberColumn(titles.get("amount"), format="%,.2f"),
        "quantity": st.column_config.NumberColumn(titles.get("quantity"), format="%,.2f"),
        "pay_date": st.column_config.DateColumn(titles.get("pay_date"), format="YYYY-MM-DD"),
    }
    plain = {c: st.column_config.Column(title) for c, title in titles.items() if c not in looks}
    st.dataframe(
        rows[list(titles)],
        hide_index=True,
        column_config=looks | plain,
        height=_height(len(rows)),
        placeholder=format.NOTHING,
        alt=_("发放明细"),
    )


def _height(rows: int) -> int:
    return (min(rows, 14) + 1) * 35 + 3


def registers(found: File) -> None:
    """What other departments' lists say, a table for each list."""
    if not found.registers:
        st.caption(_("各比对库中没有记载。"))
    for title, records in groupby(found.registers, key=lambda record: record.title):
        listed = list(records)
        st.html(f"{LOOK}<b>{title}</b>{_register(listed)}")


def _register(records: list[Record]) -> str:
    columns = list(dict.fromkeys(title for record in records for title, _value in record.values))
    rows = [[*(dict(record.values).get(column, "") for column in columns), _source(record)] for record in records]
    return plain_table([*columns, _("来源")], rows)


def _source(record: Record) -> str:
    said = _("{source} 第 {row} 行").format(source=record.source, row=record.row)
    return said + (_(",数据日期 {day}").format(day=format.day(record.data_date)) if record.data_date else "")


def around(found: File) -> None:
    """Household, accounts, credits, registers, each behind its tab."""
    parts = {
        _("户内成员"): suspect_parts.members,
        _("账户与同账户收款人"): suspect_parts.payees,
        _("发放明细"): payments,
        _("比对库记载"): registers,
    }
    for tab, draw in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            draw(found)
