"""The box of 查人. What is typed goes to the search and nowhere else: not into the address, and out of the session's
state once it has been answered."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics import dossier
from analytics.dossier import Found, found_table
from analytics.dossier.found_file import TITLES
from analytics.engine import Engine
from analytics.export import Head, csv_order
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import format, table, url
from pages.ui.cards import Card
from pages.ui.export import export_button
from pages.ui.pick import forget, fresh_key
from pages.ui.table import PAGE_SIZE, Column
from pages.ui.words import _

_FOUND, _OPENED, _ASK = "dossier:found", "dossier:opened", "dossier:ask"
LONGEST = 20_000  # characters: MOST_LINES lines of an account each


def form(viewer: Viewer, engine: Engine) -> None:
    """Ask for somebody, with the reason; what was found stands in the state from then on, keys and masked words."""
    with st.form(fresh_key(_ASK)):
        text = st.text_area(
            _("身份证号、姓名或账号"),
            height=110,
            max_chars=LONGEST,
            placeholder=_("查多人时每行一个,可从表格整列粘贴,最多 {most} 行").format(most=dossier.MOST_LINES),
        )
        reason = st.text_input(_("查询理由(必填,记入日志)"), max_chars=200)
        if not st.form_submit_button(_("查询"), type="primary", icon=":material/search:"):
            return
    try:
        with st.spinner(_("正在查询……")):
            found = dossier.find(viewer, engine, text or "", reason or "")
    except Refused as refusal:
        st.error(str(refusal))
        return
    _keep(viewer, found, reason or "")


def _keep(viewer: Viewer, found: Found, reason: str) -> None:
    """Forget what was typed, remember what it led to; one person alone is opened at once."""
    st.session_state[_FOUND] = (viewer, found, reason)
    forget(_ASK)
    if len(found.lines) == 1 and found.rows.num_rows == 1:
        go(viewer, "person", found.rows["person"][0].as_py(), reason)
    st.rerun()


def found_by(viewer: Viewer) -> Found | None:
    """What this person's last search led to."""
    whose, found, _reason = st.session_state.get(_FOUND, (None, None, ""))
    return found if whose == viewer else None


def is_open(viewer: Viewer, subject: str, key: int) -> bool:
    """Whether a reason for this file was given and written down in this session."""
    return (viewer, subject, key) in st.session_state.get(_OPENED, {})


def go(viewer: Viewer, subject: str, key: int, reason: str) -> None:
    """Write down the opening and put the file into the address; Refused when it cannot be written down."""
    dossier.open_file(viewer, subject, key, reason)
    st.session_state.setdefault(_OPENED, {})[viewer, subject, key] = reason
    url.put(**{"person": None, "household": None, subject: key})


def go_on(viewer: Viewer, subject: str, key: int, onward: str, to: int) -> None:
    """From an open file to one it leads to, for the same reason."""
    go(viewer, onward, to, st.session_state[_OPENED][viewer, subject, key])


def ask_reason(viewer: Viewer, subject: str, key: int) -> None:
    """A file reached from another page: it opens for a reason of its own."""
    st.write(_("打开档案须填写理由,并记入日志。"))
    with st.form(f"open:{subject}:{key}"):
        reason = st.text_input(_("查询理由(必填,记入日志)"), max_chars=200)
        if not st.form_submit_button(_("打开"), type="primary"):
            return
    try:
        go(viewer, subject, key, reason or "")
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.rerun()


def answer(found: Found) -> str:
    """What the search led to, in one line."""
    lines, people = len(found.lines), len(set(found.rows["person"].to_pylist()))
    said = _("查询 **{lines}** 行:找到 **{hits}** 行、**{people}** 人")
    missing = _(",**{count}** 行未找到。").format(count=len(found.missing)) if found.missing else _("。")
    return said.format(lines=lines, hits=lines - len(found.missing), people=people) + missing


def results(viewer: Viewer, engine: Engine, found: Found) -> None:
    """The lines typed (masked) and whom they mean; a cell opens the person's file."""
    st.markdown(answer(found))
    if not found.rows.num_rows:
        st.info(_("没有找到。请核对号码位数,或换用姓名、账号再查;不在您权限范围内的人也查不到。"))
        return
    rows = found_table(found)
    head = Head(viewer, answer(found).replace("*", ""), engine.snapshot.id)
    export_button(_("导出 CSV"), csv_order(_("查人结果.csv"), head, lambda: rows, TITLES), "found")
    first = (url.page_number() - 1) * PAGE_SIZE
    shown = rows.slice(first, PAGE_SIZE).to_pandas()
    reason = st.session_state[_FOUND][2]
    table.show(
        "found",
        shown,
        _columns(),
        total=rows.num_rows,
        alt=_("查询结果"),
        on_open=lambda row: _open(viewer, row, reason),
        cards=[_card(row) for row in shown.to_dict("records") if pd.notna(row["person"])],
    )


def _open(viewer: Viewer, row: dict[str, Any], reason: str) -> None:
    if pd.notna(row["person"]):
        go(viewer, "person", int(row["person"]), reason)


def _columns() -> list[Column]:
    looks = {"born_on": "date", "payments": "count", "amount": "money"}
    shown = {name: title for name, title in TITLES.items() if name != "person"}
    return [Column(name, _(title), look=looks.get(name, "text"), sorts=False) for name, title in shown.items()]


def _card(row: dict[str, Any]) -> Card:
    money = format.yuan(row["amount"]) + " " + _("元")
    said = _("{payments} 笔").format(payments=format.count(int(row["payments"])))
    query = {"person": str(int(row["person"]))}
    return Card(
        row["typed"], money, row["person_title"], f"{row['outcome']} · {said}", row["village_title"], "dossier", query
    )
