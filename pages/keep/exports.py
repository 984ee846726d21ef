"""导出: what waits for a second person, for who may approve; and what one asked for oneself."""

import streamlit as st

from analytics.permissions import may
from analytics.records import export_requests
from analytics.viewer import Viewer
from pages.ui import export_parts, layout, session
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    layout.head(_("导出"), _("行数较多或含全号的导出,须由另一人批准;批准后由申请人领取一次。"))
    export_parts.said()
    if may(viewer, "approve_exports"):
        st.subheader(_("待我批准"), anchor=False)
        waiting = export_requests.waiting(viewer)
        for request in waiting:
            export_parts.to_decide(viewer, request)
        if not waiting:
            st.caption(_("没有等待批准的导出。"))
    st.subheader(_("我的导出"), anchor=False)
    mine = export_requests.mine(viewer)
    for request in mine:
        export_parts.own(viewer, request)
    if not mine:
        st.caption(_("您还没有需要批准的导出。各清单的“导出”按钮在这里留下申请。"))


page(session.viewer())
