"""What a page of 查 stands on: the newest snapshot, its engine, and the latest run over it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from analytics import jobs
from analytics.engine import Engine, open_engine
from analytics.permissions import may
from analytics.rules import Run, latest_run
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer
from pages.ui import layout, session
from pages.ui.words import _

REFRESH_SECONDS = 2
JOBS = "keep/jobs.py"
AT_WORK = {
    "check": "正在比对,可以离开本页,工作不会停。",
    "intake": "正在导入,可以离开本页,工作不会停。",
}


def engine_or_stop(title: str) -> Engine:
    """The engine of the newest snapshot; without one the page says so, under its title, and ends."""
    snapshot = current_snapshot(session.store())
    if snapshot is None:
        layout.head(title)
        if not bar(session.viewer(), "intake"):
            layout.empty_state(_("还没有数据。请先导入部门文件,再运行比对。"), _("去导入"), "keep/intake.py")
        st.stop()
    return open_engine(snapshot)


def run_or_stop(viewer: Viewer, engine: Engine, title: str) -> Run:
    """The latest run of all rules over the snapshot; without one the page offers to start it, and ends."""
    found = latest_run(session.store(), engine.snapshot.id)
    if found is None:
        layout.head(title)
        no_run(viewer)
        st.stop()
    return found


def no_run(viewer: Viewer) -> None:
    """The newest data has not been compared yet: the bar of the job at work, or the button that starts it."""
    last_failure(viewer)
    if not bar(viewer):
        st.info(_("这批数据还没有比对,因此没有疑点可列。"))
        run_button(viewer, _("开始比对"))


def run_button(viewer: Viewer, label: str) -> None:
    """Starts a run of all rules as a job; while one is at work its bar stands in the button's place."""
    if may(viewer, "check"):
        st.button(label, icon=":material/compare_arrows:", type="primary", on_click=_start, args=(viewer,), key="run")


def bar(viewer: Viewer, kind: str = "check") -> bool:
    """Draw the bar of the viewer's running comparison (or intake), redrawn by itself; False when none is at work."""
    if not _running(viewer, kind):
        return False

    @st.fragment(run_every=REFRESH_SECONDS)
    def draw() -> None:
        at_work = _running(session.viewer(), kind)
        if not at_work:
            st.rerun(scope="app")
        st.progress(at_work[0].share, text=at_work[0].message or _(AT_WORK[kind]))
        st.page_link(JOBS, label=_("看任务"), icon=":material/pending_actions:")

    draw()
    return True


def asked_at(run: Run) -> datetime:
    """When the run was last asked for; one over the same data, rules and numbers is taken again, not made anew."""
    return datetime.fromtimestamp((run.path / "manifest.json").stat().st_mtime, UTC)


def last_failure(viewer: Viewer) -> None:
    """If the viewer's latest comparison did not finish, say why."""
    last = next((job for job in jobs.recent(viewer) if job.kind == "check"), None)
    if last and last.state == "failed":
        st.error(last.error)


def _running(viewer: Viewer, kind: str = "check") -> list[jobs.Job]:
    return [job for job in jobs.running(viewer) if job.kind == kind]


def _start(viewer: Viewer) -> None:
    if not _running(viewer):
        jobs.start(viewer, "check")
