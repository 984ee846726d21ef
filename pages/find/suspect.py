"""疑点详情: one subject, what is asked about it, and everything needed to judge whether it is worth a visit."""

import streamlit as st

from analytics.suspects import Detail
from analytics.viewer import Viewer
from analytics.workbench import joined
from pages.ui import ask_suspects, desk, format, layout, session, suspect_parts, time_line, url
from pages.ui.menu import PAGES
from pages.ui.reveal import reveal_button
from pages.ui.words import _

LIST, DOSSIER = "find/suspects.py", "find/dossier.py"


def page(viewer: Viewer) -> None:
    title = _("疑点详情")
    engine = desk.engine_or_stop(title)
    run = joined(viewer, engine, desk.run_or_stop(viewer, engine, title))
    subject, key = url.get("subject"), url.get("key")
    asked = subject and key.lstrip("-").isdigit()
    found = ask_suspects.detail(viewer, engine, run, subject, int(key)) if asked else None
    if found is None:
        layout.head(title)
        sentence = _("当前比对结果中没有这个疑点:可能已不再命中,或不在您的范围内。")
        layout.empty_state(sentence, _("回到疑点列表"), LIST)
        return
    desk.bar(viewer)
    draw(found)


def draw(found: Detail) -> None:
    st.page_link(LIST, label=_("疑点"), icon=":material/arrow_back:")
    head = found.head
    layout.head(format.subject(head["subject"], head["subject_title"]), suspect_parts.summary(found))
    _actions(found)
    suspect_parts.sentences(found)
    st.subheader(_("两方记录"), anchor=False)
    ours, theirs = st.columns([3, 2])
    with ours:
        suspect_parts.our_side(found)
    with theirs:
        suspect_parts.their_side(found)
    _around(found)


def _actions(found: Detail) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        reveal_button(found.masked, key="reveal")
        if found.people and (PAGES / DOSSIER).exists():
            query = {"person": str(found.people[0])}
            st.page_link(DOSSIER, label=_("一人一档"), icon=":material/person_search:", query_params=query)


def _around(found: Detail) -> None:
    st.subheader(_("时间线"), anchor=False)
    if found.payments.num_rows:
        time_line.draw(found.payments, _("全部发放,按项目;菱形为疑点涉及的发放"), "line")
    else:
        st.caption(_("没有可列的发放记录。"))
    parts = {
        _("历年"): suspect_parts.years,
        _("户内成员"): suspect_parts.members,
        _("同一账户的收款人"): suspect_parts.payees,
        _("先排除什么"): suspect_parts.checklist,
    }
    for tab, draw_part in zip(st.tabs(list(parts)), parts.values(), strict=True):
        with tab:
            draw_part(found)


page(session.viewer())
