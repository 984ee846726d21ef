"""部门报送: what townships and departments ask of the county; a person takes files in, or decides a correction."""

import streamlit as st

from analytics.permissions import may
from analytics.records import field_desk
from analytics.viewer import Viewer
from pages.ui import desk_acts, field_answers, layout, session
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    if not may(viewer, "field_desk"):
        layout.head(_("部门报送"))
        st.info(_("部门报送影响全县数据,须由可看全县数据的人员办理。"))
        return
    waiting, closed = field_desk.waiting(viewer), field_desk.recent(viewer)
    by_hand = sum(one.kind != "precheck" and one.state == "waiting" for one in waiting)
    said = _("**{count}** 件待办理;资格预审由系统自动办理并回复。").format(count=by_hand)
    layout.head(_("部门报送"), said)
    desk_acts.said()
    for one in waiting:
        desk_acts.card(viewer, one)
    if not waiting:
        layout.empty_state(_("没有待办理的报送。乡镇和部门在其登录页报送后,列在这里。"))
    if closed:
        st.subheader(_("最近办理"), anchor=False)
    for one in closed:
        with st.container(border=True, gap="xsmall"):
            field_answers.head(one)
            if one.answer.get("reason"):
                st.caption(one.answer["reason"])


page(session.viewer())
