"""快照: every state the data was in, what it stands on, how two differ, whether it is whole."""

import streamlit as st

from analytics import snapshot_book
from analytics.viewer import Viewer
from pages.ui import format, layout, session, snapshot_parts, url
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    found = snapshot_book.entries(viewer, session.store())
    asked = url.get("snapshot")
    chosen = next((entry for entry in found if entry.snapshot.id == asked), None)
    if chosen:
        return snapshot_parts.one(viewer, chosen.snapshot, chosen.current)
    if not found:
        layout.head(_("快照"))
        return layout.empty_state(_("还没有数据快照。导入部门文件后,每次导入留下一个。"), _("去导入"), "keep/intake.py")
    text = _("共 {count} 个快照,每次导入留下一个,永不改动;当前的是 {when} 那个,发放记录 {payments} 条。")
    now = next(entry for entry in found if entry.current)
    made = format.minute(now.made_at)
    layout.head(_("快照"), text.format(count=len(found), when=made, payments=format.count(now.payments)))
    if asked:
        st.warning(_("没有这个编号的快照,下面是全部快照。"))
    snapshot_parts.listed(viewer, found)
    return None


page(session.viewer())
