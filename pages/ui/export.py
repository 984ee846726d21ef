"""The one way a list leaves a page: a reason, a sealed file, one download by GET /export/<serial>."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.permissions import may
from analytics.records.exports import issue_export
from analytics.words import Refused
from pages.ui import session
from pages.ui.words import _

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export_button(
    label: str, filename: str, media_type: str, make: Callable[[], bytes], key: str, **detail: object
) -> None:
    """A button that asks for the reason, builds the file with `make`, logs it, and offers the download once.

    `detail` (filters, number of rows: plain keys) is kept in the audit line. Not shown without the permission.
    """
    if not may(session.viewer(), "export"):
        return
    with st.popover(label, icon=":material/download:"):
        reason = st.text_input(_("导出理由(必填,记入日志)"), key=f"{key}_reason", max_chars=200)
        if st.button(_("生成文件"), key=f"{key}_make", type="primary"):
            _issue(filename, media_type, make, reason, detail)


def _issue(filename: str, media_type: str, make: Callable[[], bytes], reason: str, detail: dict[str, object]) -> None:
    viewer = session.viewer()
    try:
        serial = issue_export(viewer, session.session_id(), filename, media_type, make, reason, **detail)
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.html(f'<a href="/export/{serial}" target="_self" style="{session.LINK_LOOK}">{_("下载")}</a>')
    st.caption(_("十分钟内有效,只能下载一次。内部资料 严禁外传。"))
