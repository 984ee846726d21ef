"""Earlier checks: who asked about which roster, why, and how many rows were to be looked at again."""

from __future__ import annotations

import streamlit as st

from analytics.permissions import may
from analytics.records import prechecks
from analytics.viewer import Viewer
from pages.ui import format
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _

HEAD = ("时间", "账号", "报送部门", "发放项目", "理由", "行数", "需核")


def show(viewer: Viewer) -> None:
    """The newest first; whoever may not read the reasons sees their own."""
    found = prechecks.recent(viewer)
    title = _("预审记录") if may(viewer, "precheck_full") else _("我的预审记录")
    with st.expander(f"{title}({len(found)})", expanded=bool(found)):
        if not found:
            st.caption(_("还没有预审记录。"))
            return
        rows = [
            (
                format.minute(one.asked_at),
                one.account,
                one.department,
                one.programme,
                one.reason,
                format.count(one.rows),
                format.count(one.flagged) if one.flagged is not None else _("未完成"),
            )
            for one in found
        ]
        st.html(LOOK + plain_table([_(word) for word in HEAD], rows, right={5, 6}, alt=title))
