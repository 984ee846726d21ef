"""下钻, the lists under its tabs: payments, suspects, households."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics import drilldown, suspects
from analytics.suspects.file import TITLES as SUSPECT_TITLES
from analytics.words import Refused
from pages.ui import desk, filters, format, quick_look, suspect_list, table, url
from pages.ui.ask_money import kept
from pages.ui.cards import Card
from pages.ui.drill_view import View, csv_button, narrow_to, order
from pages.ui.words import _

PAYMENT_TITLES = {
    "period_title": "所属期",
    "programme_title": "项目",
    "person_title": "姓名 证件号",
    "township_title": "乡镇",
    "village_title": "村(社区)",
    "amount": "金额(元)",
    "quantity": "数量",
    "pay_date": "发放日期",
    "account_title": "账号",
    "note_kind": "备注类别",
    "source": "来源文件",
    "source_row": "行",
}
HOUSEHOLD_TITLES = {
    "household_title": "户",
    "village_title": "村(社区)",
    "amount": "发放金额(元)",
    "payments": "笔数",
    "people": "人数",
    "programmes": "项目数",
}
PAYMENT_SORTS = {
    "amount.desc": "amount",
    "amount.asc": "amount_up",
    "period_title.desc": "latest",
    "period_title.asc": "earliest",
    "programme_title.desc": "programme",
    "programme_title.asc": "programme",
    "village_title.desc": "place",
    "village_title.asc": "place",
}
MOST_EXPORTED = 200_000


def payments(view: View) -> None:
    sort = PAYMENT_SORTS.get(url.get("sort"), "latest")
    found = kept(
        drilldown.payments, view.viewer, view.engine, view.selection.filters, sort, url.page_number(), returned=True
    )
    rows = found.rows.to_pandas()
    rows["state"] = [_("已退回") if status == "returned" else "" for status in rows["status"]]
    table.show(
        "payments",
        rows,
        _payment_columns(bool((rows["status"] == "returned").any())),
        total=found.total,
        alt=_("发放记录"),
        on_open=lambda row: _open_payment(view, row),
        cards=[_payment_card(row) for row in rows.to_dict("records")],
    )
    if record := st.session_state.pop("payment", None):
        st.dialog(_("发放记录"), position="right")(_payment)(record)
    csv_button(view, _("发放"), lambda: _all_payments(view, found.total), PAYMENT_TITLES)


def _payment_columns(returned: bool) -> list[table.Column]:
    return [
        table.Column("period_title", _("所属期"), width=95),
        table.Column("programme_title", _("项目"), width=175),
        table.Column("person_title", _("姓名 证件号"), sorts=False, width=200),
        table.Column("village_title", _("村(社区)"), width=80),
        table.Column("amount", _("金额(元)"), look="money", width=95),
        table.Column("pay_date", _("发放日期"), look="date", sorts=False, width=95),
        table.Column("account_title", _("账号"), sorts=False, width=135),
        *([table.Column("state", _("状态"), sorts=False, width=65)] if returned else []),
    ]


def _payment_card(row: dict[str, Any]) -> Card:
    query = {"household": str(row["household"]), "person": str(row["person"])}
    money = f"{format.yuan(row['amount'])} {_('元')}"
    where = format.place(row["township_title"], row["village_title"])
    return Card(row["period_title"], money, row["person_title"], row["programme_title"], where, "drilldown", query)


def _open_payment(view: View, row: dict[str, Any]) -> None:
    """Down to the person; whoever is there already sees the record itself."""
    if view.selection.filters.person is None:
        url.put(household=str(row["household"]), person=str(row["person"]), tab=None, sort=None)
    else:
        st.session_state["payment"] = row


def _payment(row: dict[str, Any]) -> None:
    """One payment whole, with the file and row it came from."""
    shown = {**row, "amount": format.yuan(row["amount"])}
    for name, title in PAYMENT_TITLES.items():
        if not pd.isna(shown[name]) and shown[name] != "":
            st.markdown(f":gray[{_(title)}]  \n{format.plain(str(shown[name]))}")


def _all_payments(view: View, total: int) -> pa.Table:
    if total > MOST_EXPORTED:
        raise Refused(
            "要导出的有 {count} 笔,超过 {most} 笔,未导出。请先缩小范围。", count=f"{total:,}", most=f"{MOST_EXPORTED:,}"
        )
    page = drilldown.payments(
        view.viewer, view.engine, view.selection.filters, "place", size=MOST_EXPORTED, returned=True
    )
    return page.rows


def suspect_rows(view: View) -> None:
    if view.run is None:
        desk.no_run(view.viewer)
        return
    found = kept(
        suspects.page,
        view.viewer,
        view.engine,
        view.run,
        view.selection.filters,
        suspect_list.sort(),
        url.page_number(),
        view="asked",
    )
    if not found.total:
        filters.nothing_found(view.selection, _("疑点"))
        return
    rows = suspect_list.shown(found)
    table.show(
        "suspects",
        rows,
        suspect_list.columns(),
        total=found.total,
        alt=_("疑点列表"),
        on_open=lambda row: quick_look.ask(row["subject"], int(row["subject_key"])),
        cards=suspect_list.cards(rows),
        row_height=table.TALL_ROW,
    )
    quick_look.show_if_asked(view.viewer, view.engine, view.run)
    asked = (view.viewer, view.engine, view.run, view.selection.filters)
    csv_button(
        view,
        _("疑点"),
        lambda: suspects.suspects_table(*asked, suspect_list.sort(), "asked", set()),
        SUSPECT_TITLES,
    )


def households(view: View) -> None:
    asked = (view.viewer, view.engine, view.selection.filters)
    found = kept(drilldown.households, *asked, order() or "amount", url.page_number())
    rows = found.rows.to_pandas()
    rows = rows.assign(code="", key=rows["household"])
    looks = {"amount": "money", "payments": "count", "people": "count", "programmes": "count"}
    titles = ("household_title", "village_title")
    table.show(
        "households",
        rows,
        [table.Column(n, _(t), look=looks.get(n, "text"), sorts=n not in titles) for n, t in HOUSEHOLD_TITLES.items()],
        total=found.total,
        alt=_("各户"),
        on_open=lambda row: narrow_to(row, "household"),
        cards=[_household_card(row) for row in rows.to_dict("records")],
    )
    size = min(found.total, MOST_EXPORTED)
    csv_button(view, _("各户"), lambda: drilldown.households(*asked, size=size).rows, HOUSEHOLD_TITLES)


def _household_card(row: dict[str, Any]) -> Card:
    said = _("{people} 人、{payments} 笔、{programmes} 个项目").format(
        people=row["people"], payments=row["payments"], programmes=row["programmes"]
    )
    money = f"{format.yuan(row['amount'])} {_('元')}"
    query = {"household": str(row["household"])}
    return Card(row["village_title"], money, row["household_title"], said, "", "drilldown", query)
