"""报送记录: what was sent, how it stands, and what came back."""

import streamlit as st

from analytics.permissions import may
from analytics.records import requests
from analytics.viewer import Viewer
from pages.ui import field_answers, layout, session
from pages.ui.words import _

REFRESH_SECONDS = 10


def page(viewer: Viewer) -> None:
    found = requests.listed(viewer) if may(viewer, "field_ask") or may(viewer, "field_supervise") else []
    layout.head(_("报送记录"), _answer(found))
    field_answers.said()
    board(viewer, every=REFRESH_SECONDS if any(one.state in ("waiting", "taken") for one in found) else None)


def _answer(found: list[requests.Asked]) -> str:
    states = [one.state for one in found]
    text = _("共 {count} 件:待办理 {waiting},已办理 {done},退回 {refused}。")
    waiting = states.count("waiting") + states.count("taken")
    return text.format(count=len(found), waiting=waiting, done=states.count("done"), refused=states.count("refused"))


def board(viewer: Viewer, every: int | None) -> None:
    """The list; while something waits it draws itself anew."""

    @st.fragment(run_every=every)
    def draw() -> None:
        found = requests.listed(session.viewer())
        for one in found:
            field_answers.card(viewer, one)
        if not found:
            layout.empty_state(_("还没有报送。报送数据、申请预审或更正后,记录在这里。"), _("去报送"), "field/send.py")

    draw()


page(session.viewer())
