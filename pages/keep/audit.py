"""审计日志: who did what, when, on what and why; for the auditor. Nothing here can change a line."""

import streamlit as st

from analytics.permissions import may
from analytics.records import audit_log
from analytics.viewer import Viewer
from pages.ui import audit_parts, layout, session, url
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    layout.head(_("审计日志"), _("谁、何时、对什么、做了什么、为什么;只追加,不修改,不删除。"))
    if not may(viewer, "audit"):
        st.info(_("您的角色不能查看审计日志。如工作需要,请联系安全管理员。"))
        return
    audit_parts.chain(viewer)
    asked, unread = audit_parts.bar(viewer)
    if unread:
        st.warning(_("此筛选不可用:{what}").format(what=_("、").join(unread)))
        layout.empty_state(_("没有列出任何记录。"), _("清除筛选"), call=audit_parts.clear)
        return
    found = audit_log.page(viewer, asked, url.page_number())
    if not found.total:
        layout.empty_state(_("没有符合条件的记录。"), _("清除筛选"), call=audit_parts.clear)
        return
    audit_parts.listed(found)
    audit_parts.file(viewer, asked)


page(session.viewer())
