"""The one way a list leaves a page: a reason, a sealed file, one download by GET /export/<serial>; for what is large or
in full numbers a second person before that."""

from __future__ import annotations

import streamlit as st

from analytics.export import Order
from analytics.permissions import may
from analytics.records.exports import Issued, issue_export
from analytics.settings import settings
from analytics.words import Refused
from pages.ui import format, session
from pages.ui.words import _

REQUESTS = "keep/exports.py"


def export_button(label: str, order: Order, key: str, plain: Order | None = None) -> None:
    """A button that asks for the reason, has the file made, and offers the download once, or says who has to approve.

    `plain`: the same with full numbers, offered to who may see them. Not shown without the permission.
    """
    viewer = session.viewer()
    if not may(viewer, order.action):
        return
    with st.popover(label, icon=":material/download:"):
        reason = st.text_input(_("导出理由(必填,记入日志)"), key=f"{key}_reason", max_chars=200)
        full = plain is not None and may(viewer, "reveal")
        if full and st.checkbox(_("含全号(须第二人批准)"), key=f"{key}_plain"):
            order = plain or order
        if st.button(_("生成文件"), key=f"{key}_make", type="primary"):
            _issue(order, reason)


def link(serial: str) -> None:
    """The download, once."""
    st.html(f'<a href="/export/{serial}" target="_self" style="{session.LINK_LOOK}">{_("下载")}</a>')
    st.caption(_("十分钟内有效,只能下载一次。内部资料 严禁外传。"))


def _issue(order: Order, reason: str) -> None:
    try:
        issued = issue_export(session.viewer(), session.session_id(), order, reason)
    except Refused as refusal:
        st.error(str(refusal))
        return
    if issued.serial:
        link(issued.serial)
    else:
        _waits(issued)


def _waits(issued: Issued) -> None:
    most = format.count(settings().export_rows_alone)
    said = _("已提交,编号 {number}:{rows} 行。含全号的导出,或一天之内合计超过 {most} 行的,须由另一人批准后才能领取。")
    st.info(said.format(number=issued.number, rows=format.count(issued.rows), most=most))
    st.page_link(REQUESTS, label=_("查看我的导出"), icon=":material/outbox:")
