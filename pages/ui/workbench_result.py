"""比对工作台, what came out: the answer in one line, the three sides, one row's records, CSV, keeping it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics.engine import Engine
from analytics.export import Head, csv_order
from analytics.payments import Page
from analytics.rules import latest_run
from analytics.viewer import Viewer
from analytics.words import Refused
from analytics.workbench import Counts, Question, Shelf, compared_page, file_rows, joined, keep, title_of
from analytics.workbench.compare import SIDES, SORTS
from analytics.workbench.records import records
from pages.ui import ask_suspects, format, session, suspect_parts, table, url
from pages.ui.cards import Card
from pages.ui.export import export_button
from pages.ui.table import Column
from pages.ui.words import _

KEY, _OPENED = "workbench", "workbench-row"
DOSSIER, SUSPECT, SUSPECTS = "find/dossier.py", "find/suspect.py", "find/suspects.py"
UNITS = {
    "person": "{n} 人",
    "account": "{n} 个账号",
    "phone": "{n} 个电话",
    "household": "{n} 户",
    "name": "{n} 对(个)",
}
TITLES = {
    "who": "姓名 号码(脱敏)",
    "other_who": "另一份里的姓名",
    "score": "相似度",
    "township_title": "乡镇",
    "village_title": "村(社区)",
    "left_rows": "第一份:行数",
    "left_amount": "第一份:金额(元)",
    "left_from": "第一份:自",
    "left_to": "第一份:至",
    "left_source": "第一份:文件",
    "left_row": "第一份:行",
    "right_rows": "第二份:行数",
    "right_amount": "第二份:金额(元)",
    "right_from": "第二份:自",
    "right_to": "第二份:至",
    "right_source": "第二份:文件",
    "right_row": "第二份:行",
}


def answer(engine: Engine, shelf: Shelf, question: Question, found: Counts) -> str:
    """两边都有 123 人;仅第一份(…)4 人;仅第二份(…)5 人。"""
    left, right = (format.plain(title_of(engine, shelf, ticked)) for ticked in (question.left, question.right))
    said = _("两份都有 **{both}**;仅“{left_title}” **{left}**,仅“{right_title}” **{right}**。")
    counted = {side: _(UNITS[question.by]).format(n=format.count(found.keys[side])) for side in SIDES}
    return said.format(**counted, left_title=left, right_title=right)


def draw(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, found: Counts) -> None:
    """The three sides, each as a list."""
    side = _side(found)
    _remarks(question, found, side)
    order = _sort()
    listed = compared_page(viewer, engine, shelf, question, side, order, url.page_number())
    if not listed.total:
        st.info(_("这一类没有。可以看另外两类,或换一个比对项。"))
        return
    tools = st.container(horizontal=True, vertical_alignment="center")
    rows = _shown(listed)
    columns = _columns(question, side)
    cards = [_card(row) for row in rows.to_dict("records")]
    table.show(
        KEY, rows, columns, total=listed.total, alt=_("比对结果"), on_open=_open, cards=cards, row_height=table.TALL_ROW
    )
    with tools:
        _file(viewer, engine, shelf, question, side)
        if question.by != "name":
            _keeping(viewer, engine, shelf, question, side)
    row = st.session_state.pop(_OPENED, None)
    if row:
        st.dialog(_("两份记录"), position="right")(_opened)(viewer, engine, question, row)


def _side(found: Counts) -> str:
    names = {"both": _("两份都有"), "left": _("仅第一份"), "right": _("仅第二份")}
    chosen = url.get("side") if url.get("side") in SIDES else "both"
    key = f"workbench:side:{chosen}"
    st.segmented_control(
        _("看哪一类"),
        list(SIDES),
        default=chosen,
        required=True,
        format_func=lambda side: f"{names[side]} {format.count(found.keys[side])}",
        key=key,
        on_change=url.follow(key, "side"),
        label_visibility="collapsed",
    )
    return chosen


def _remarks(question: Question, found: Counts, side: str) -> None:
    """Sums of the side, rows that could not be compared, and what candidates are worth."""
    sums = zip((_("第一份"), _("第二份")), found.rows[side], found.amounts[side], strict=True)
    said = [f"{name} {_('{n} 行').format(n=format.count(n))} {_money(amount)}".strip() for name, n, amount in sums if n]
    for name, n in zip((_("第一份"), _("第二份")), found.without, strict=True):
        if n:
            said.append(_("{name}有 {n} 行没有这一项,未参加比对").format(name=name, n=format.count(n)))
    if said:
        st.caption(_(";").join(said))
    if question.by == "name":
        st.warning(_("同村同名或近名只是线头,不等于同一人,不能直接保存为疑点;请核实身份证号后再比。"))


def _money(amount: Any) -> str:
    return "" if amount is None else format.headline(amount)


def _sort() -> str:
    field, _dot, way = url.get("sort").partition(".")
    name = f"{field}_up" if way == "asc" else field
    return name if name in SORTS else "amount"


def _shown(listed: Page) -> pd.DataFrame:
    rows = listed.rows.to_pandas()
    rows["place"] = [format.place(t, v) for t, v in zip(rows["township_title"], rows["village_title"], strict=True)]
    for side in ("left", "right"):
        rows[f"{side}_record"] = [_where(*at) for at in zip(rows[f"{side}_source"], rows[f"{side}_row"], strict=True)]
    return rows


def _where(source: str, row: Any) -> str:
    return _("{source} 第 {row} 行").format(source=source, row=int(row)) if source and not pd.isna(row) else ""


def _columns(question: Question, side: str) -> list[Column]:
    names = {"left": _("第一份"), "right": _("第二份")}
    candidate = question.by == "name" and side == "both"
    columns = [Column("who", _("姓名 号码(脱敏)"), sorts=False, width=190)]
    if candidate:
        columns += [
            Column("other_who", _("另一份里的姓名"), sorts=False, width=100),
            Column("score", _("相似度"), look="number", width=65),
        ]
    columns.append(Column("place", _("地点"), width=110))
    for one in ("left", "right"):
        if side in ("both", one):
            columns += [
                Column(f"{one}_rows", _("{name}行数").format(name=names[one]), look="count", width=80),
                Column(f"{one}_amount", _("{name}金额(元)").format(name=names[one]), look="money", width=110),
                Column(f"{one}_record", _("{name}记录").format(name=names[one]), sorts=False, width=150),
            ]
    return columns


def _card(row: dict[str, Any]) -> Card:
    money = [f"{format.yuan(row[f'{s}_amount'])} {_('元')}" for s in ("left", "right") if _there(row[f"{s}_amount"])]
    text = _(";").join(filter(None, (row["left_record"], row["right_record"])))
    page, query = _leads_to(row)
    return Card(row["place"], " / ".join(money), row["who"], text, row["other_who"], page, query)


def _leads_to(row: dict[str, Any]) -> tuple[str, dict[str, str]]:
    person = row["person"]
    known = _there(person) and person > 0
    return ("dossier", {"person": str(int(person))}) if known else ("workbench", dict(st.query_params.items()))


def _there(value: Any) -> bool:
    return value is not None and not pd.isna(value)


def _open(row: dict[str, Any]) -> None:
    st.session_state[_OPENED] = row


def _opened(viewer: Viewer, engine: Engine, question: Question, row: dict[str, Any]) -> None:
    """Both sides' first records, and the way to whoever it is."""
    st.markdown(f"**{format.plain(row['who'])}**")
    _ways(viewer, engine, row)
    for side, found in records(viewer, engine, question, row).items():
        if row[f"{side}_record"]:
            st.markdown(f"**{_('第一份') if side == 'left' else _('第二份')}**")
            if found:
                suspect_parts.records(found)
            else:
                st.caption(format.plain(row[f"{side}_record"]))


def _ways(viewer: Viewer, engine: Engine, row: dict[str, Any]) -> None:
    if not _there(row["person"]) or row["person"] <= 0:
        st.caption(_("库中没有这个人,没有档案可看。"))
        return
    person = int(row["person"])
    run = latest_run(session.store(), engine.snapshot.id)
    found = ask_suspects.detail(viewer, engine, joined(viewer, engine, run), "person", person) if run else None
    if found:
        st.markdown(suspect_parts.summary(found))
        query = {"subject": "person", "key": str(person)}
        st.page_link(SUSPECT, label=_("看疑点"), icon=":material/plagiarism:", query_params=query)
    st.page_link(DOSSIER, label=_("一人一档"), icon=":material/person_search:", query_params={"person": str(person)})


def _file(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str) -> None:
    left, right = (title_of(engine, shelf, ticked) for ticked in (question.left, question.right))
    said = _("{left} 与 {right},按{by}").format(left=left, right=right, by=question.by)
    head = Head(viewer, said, engine.snapshot.id)
    about = {"filters": f"{question.left} {question.right} {question.by} {side}"}

    def rows() -> pa.Table:
        return file_rows(viewer, engine, shelf, question, side, _sort())

    export_button(_("导出 CSV"), csv_order(f"{_('比对结果')}.csv", head, rows, TITLES, about=about), "workbench")


def _keeping(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str) -> None:
    """Keep this side as hits under the viewer's name."""
    with st.popover(_("保存为自行比对"), icon=":material/save:"):
        st.caption(_("结果成为您名下的疑点,写明由谁、为什么比对;库中没有的人不保存。"))
        title = st.text_input(_("名称"), key="keep_title", max_chars=60)
        reason = st.text_input(_("理由(必填,记入日志)"), key="keep_reason", max_chars=200)
        if not st.button(_("保存"), key="keep_save", type="primary"):
            return
        try:
            made = keep(viewer, engine, shelf, question, side, title, reason)
        except Refused as refusal:
            st.error(str(refusal))
            return
        st.success(_("已保存 {count} 条。").format(count=format.count(made.hits(["hit_id"]).num_rows)))
        st.page_link(SUSPECTS, label=_("到疑点里看"), query_params={"own": "1", "rule": "Y01"})
