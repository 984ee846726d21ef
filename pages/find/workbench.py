"""比对工作台: any two lists held against each other; beside it the auditor's tools over any part of the payments."""

import streamlit as st

from analytics.engine import Engine
from analytics.permissions import require
from analytics.viewer import Viewer
from analytics.words import Refused
from analytics.workbench import Shelf, counts, sweep
from pages.ui import desk, layout, session, url, workbench_audit, workbench_pick, workbench_result
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    title = _("比对工作台")
    engine = desk.engine_or_stop(title)
    top = st.container()
    chosen = url.get("view") if url.get("view") in VIEWS else "compare"
    try:
        require(viewer, "workbench")
        _choose(chosen)
        said = VIEWS[chosen][1](viewer, engine)
    except Refused as refusal:
        said = ""
        st.error(str(refusal))
    with top:
        layout.head(title, said)


def compare(viewer: Viewer, engine: Engine) -> str:
    """Two lists; returns the answer in one line."""
    sweep(session.store())
    shelf = Shelf(session.store(), session.session_id())
    question = workbench_pick.question(viewer, engine, shelf)
    if question is None:
        return _("任选两份名单放在一起比:两份都有谁,谁只在其中一份。")
    with st.spinner(_("正在比对……")):
        found = counts(viewer, engine, shelf, question)
    workbench_result.draw(viewer, engine, shelf, question, found)
    return workbench_result.answer(engine, shelf, question, found)


def _choose(chosen: str) -> None:
    key = f"view:{chosen}"
    st.segmented_control(
        _("看什么"),
        list(VIEWS),
        default=chosen,
        required=True,
        format_func=lambda name: _(VIEWS[name][0]),
        label_visibility="collapsed",
        key=key,
        on_change=url.follow(key, "view", sort=None),
    )


VIEWS = {"compare": ("名单比对", compare), "audit": ("审计工具", workbench_audit.draw)}

page(session.viewer())
