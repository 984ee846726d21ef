"""What a person of the office does with a request: take the files in, accept or turn down."""

from __future__ import annotations

import streamlit as st

from analytics import jobs
from analytics.desk.round import JOBS
from analytics.permissions import may
from analytics.records import field_desk
from analytics.records.requests import Asked
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import field_answers, session
from pages.ui.words import _, speak

SAID, FAULT = "desk_said", "desk_fault"


def said() -> None:
    """What the last act came to, once."""
    if sentence := st.session_state.pop(SAID, ""):
        st.success(sentence)
    if sentence := st.session_state.pop(FAULT, ""):
        st.error(sentence)


def card(viewer: Viewer, one: Asked) -> None:
    """One request with its acts; a precheck is carried out by itself."""
    with st.container(border=True, gap="xsmall"):
        field_answers.head(one)
        if one.state == "taken" or one.kind == "precheck":
            st.caption(_("系统正在办理,完成后自动回复。"))
            return
        reason = st.text_input(_("给报送单位的回复(退回时必填)"), key=f"desk_reason_{one.id}", max_chars=200)
        with st.container(horizontal=True):
            if one.kind == "upload" and may(viewer, "intake"):
                st.button(_("导入"), type="primary", key=f"desk_take_{one.id}", on_click=_upload, args=(viewer, one.id))
            if one.kind == "correction":
                args = (viewer, one.id, "done", reason)
                st.button(_("采纳"), type="primary", key=f"desk_done_{one.id}", on_click=_decide, args=args)
            args = (viewer, one.id, "refused", reason)
            st.button(_("退回"), key=f"desk_refuse_{one.id}", on_click=_decide, args=args)


def _upload(viewer: Viewer, request: str) -> None:
    speak()
    try:
        jobs.start(viewer, JOBS["upload"], store=str(session.store()), request=request)
        st.session_state[SAID] = _("已开始导入,进度在“任务”;质量报告自动回复报送单位。")
    except Refused as refused:
        st.session_state[FAULT] = str(refused)


def _decide(viewer: Viewer, request: str, state: str, reason: str) -> None:
    speak()
    try:
        if state == "done":
            field_desk.take(viewer, request)
        field_desk.answer(viewer, request, "done" if state == "done" else "refused", {}, reason)
        st.session_state[SAID] = _("已回复报送单位。")
    except Refused as refused:
        st.session_state[FAULT] = str(refused)
