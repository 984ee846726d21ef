"""A suspect at a glance, at the right of the list; the list stays where it was."""

from __future__ import annotations

import streamlit as st

from analytics.engine import Engine
from analytics.rules import Run
from analytics.viewer import Viewer
from pages.ui import ask_suspects, format, suspect_parts
from pages.ui.words import _

_ASKED = "quick-look"
DETAIL = "find/suspect.py"


def ask(subject: str, key: int) -> None:
    """Open the glance in the run that follows (for a callback)."""
    st.session_state[_ASKED] = (subject, key)


def show_if_asked(viewer: Viewer, engine: Engine, run: Run) -> None:
    """The dialog, once, when a cell was clicked."""
    asked = st.session_state.pop(_ASKED, None)
    if asked:
        st.dialog(_("疑点"), position="right")(_draw)(viewer, engine, run, *asked)


def _draw(viewer: Viewer, engine: Engine, run: Run, subject: str, key: int) -> None:
    found = ask_suspects.detail(viewer, engine, run, subject, key)
    if found is None:
        st.info(_("这个疑点已不在当前比对结果中。"))
        return
    st.markdown(f"**{format.plain(format.subject(subject, found.head['subject_title']))}**")
    st.markdown(suspect_parts.summary(found))
    if st.button(_("打开详情"), type="primary", icon=":material/plagiarism:"):
        st.switch_page(DETAIL, query_params={"subject": subject, "key": str(key)})
    suspect_parts.sentences(found, links=False)
    suspect_parts.their_side(found)
