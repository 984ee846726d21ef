"""A request and its answer as a card: how it stands, what came back, the file to fetch."""

from __future__ import annotations

import streamlit as st

from analytics.export import CSV_TYPE, XLSX_TYPE, File, Head, Order
from analytics.records import requests
from analytics.records.requests import KINDS, STATES, Asked
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import format
from pages.ui.export import export_button
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _, speak

ICONS = {
    "waiting": ":material/schedule:",
    "taken": ":material/progress_activity:",
    "done": ":material/check_circle:",
    "refused": ":material/undo:",
    "withdrawn": ":material/cancel:",
}
SAID = "field_withdrawn"
SHOWN = 50


def said() -> None:
    """Why the last withdrawal did not happen, once."""
    if sentence := st.session_state.pop(SAID, ""):
        st.error(sentence)


def card(viewer: Viewer, one: Asked) -> None:
    """One request."""
    with st.container(border=True, gap="xsmall"):
        head(one)
        if one.answer:
            _answer(one)
        if one.has_file:
            _file(viewer, one)
        if one.state == "waiting" and one.viewer.account == viewer.account:
            _withdraw(viewer, one)


def head(one: Asked) -> None:
    """What it is, how it stands, when and why it was asked."""
    st.markdown(f"{ICONS[one.state]} **{_(KINDS[one.kind])}** · {_(STATES[one.state])}")
    text = _("{when} 由 {who} 报送,理由:{why}")
    st.caption(format.plain(text.format(when=format.minute(one.asked_at), who=one.viewer.account, why=one.reason)))
    if one.files:
        st.caption(format.plain(_("文件:{files}").format(files=_("、").join(one.files))))
    for part in ("where", "what"):
        if one.form.get(part):
            st.markdown(format.plain(one.form[part]))


def _answer(one: Asked) -> None:
    told = one.answer
    if told.get("reason"):
        st.markdown(format.plain(_("县里回复:{said}").format(said=told["reason"])))
    if "flagged" in told:
        _precheck(told)
    if "sheets" in told:
        _upload(told)
    if one.answered_at:
        st.caption(_("办理时间 {when}").format(when=format.minute(one.answered_at)))


def _precheck(told: dict[str, object]) -> None:
    lines: list[dict[str, object]] = told["lines"]  # type: ignore[assignment]
    passed = int(str(told["rows"])) - len(lines)
    text = _("共 {rows} 行:通过 {passed},需核 {flagged}。")
    st.markdown(f"**{text.format(rows=told['rows'], passed=passed, flagged=len(lines))}**")
    rows = [[str(line[part]) for part in ("name", "number", "sheet", "row", "what")] for line in lines[:SHOWN]]
    if rows:
        head_row = (_("姓名"), _("身份证号"), _("工作表"), _("行"), _("需核事项"))
        st.html(LOOK + plain_table(head_row, rows, right={3}, alt=_("需核的行"), stacked=True))
    if len(lines) > SHOWN:
        st.caption(_("只列前 {shown} 行,其余见表格。").format(shown=SHOWN))


def _upload(told: dict[str, object]) -> None:
    sheets: list[dict[str, object]] = told["sheets"]  # type: ignore[assignment]
    head_row = (_("文件"), _("认作"), _("读入"), _("保留"), _("退回"))
    rows = [[str(s[p]) for p in ("file", "title", "rows_read", "rows_kept", "rows_rejected")] for s in sheets]
    st.html(LOOK + plain_table(head_row, rows, right={2, 3, 4}, alt=_("数据质量报告"), stacked=True))
    found: list[dict[str, object]] = told.get("findings") or []  # type: ignore[assignment]
    if found:
        head_row = (_("文件"), _("问题"), _("具体"), _("数量"), _("请部门"))
        rows = [[str(f[p]) for p in ("file", "finding", "detail", "count", "ask")] for f in found]
        st.html(plain_table(head_row, rows, right={3}, alt=_("数据质量问题"), stacked=True))
    for file, why in told.get("refused") or []:  # type: ignore[attr-defined]
        st.markdown(format.plain(f"{file}:{why}"))


def _file(viewer: Viewer, one: Asked) -> None:
    """The file that came back. It goes to those who sent it what is in it, so that it counts as no rows of the county's
    and takes no second person."""
    kind = (_("资格预审回复.xlsx"), XLSX_TYPE) if one.kind == "precheck" else (_("退回的行.csv"), CSV_TYPE)
    head = Head(viewer, _("报送回复:{kind}").format(kind=_(KINDS[one.kind])), "")
    made = Order(*kind, head, lambda _head: File(requests.answer_file(viewer, one.id)[1], 0), about={"request": one.id})
    export_button(_("下载表格"), made, f"answer_{one.id}")


def _withdraw(viewer: Viewer, one: Asked) -> None:
    with st.popover(_("撤回")):
        reason = st.text_input(_("理由(必填,记入日志)"), key=f"withdraw_reason_{one.id}", max_chars=200)
        st.button(_("确认撤回"), key=f"withdraw_{one.id}", on_click=_withdrawn, args=(viewer, one.id, reason))


def _withdrawn(viewer: Viewer, request: str, reason: str) -> None:
    speak()
    try:
        requests.withdraw(viewer, request, reason)
    except Refused as refused:
        st.session_state[SAID] = str(refused)
