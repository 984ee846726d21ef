"""The check at work, and the last one's answer: one line, the rows to be looked at again, both spreadsheets."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st

from analytics import jobs
from analytics.jobs import Job
from analytics.permissions import may
from analytics.precheck.kept import Kept
from analytics.precheck.service import Line
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import export, format, session, table, url
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _

REFRESH_SECONDS = 1
# What a spreadsheet is called, by whether it holds the reasons.
FILES = {False: "部门版表格", True: "理由版表格"}
# What is asked gets a line of its own on a phone; a number is not broken on a screen.
_LAST_WHOLE = """<style>
.qz-precheck td:nth-child(-n+2) {white-space: nowrap}
@media (max-width: 600px) {.qz-precheck .qz-plain.wide td:last-child {grid-column: 1 / -1}}
</style>"""


def at_work(viewer: Viewer) -> bool:
    """The bar of a running check (True)."""
    if not _running(viewer):
        return False

    @st.fragment(run_every=REFRESH_SECONDS)
    def draw() -> None:
        job = _running(session.viewer())
        if job is None:
            st.rerun(scope="app")
        with st.container(border=True):
            st.progress(job.share, text=job.message or _("正在读取名册,可以离开本页,工作不会停。"))
            st.button(_("取消预审"), key="cancel_precheck", on_click=jobs.cancel, args=(viewer, job.id))

    draw()
    return True


def latest(viewer: Viewer) -> None:
    """What became of the viewer's last check."""
    job = next((job for job in jobs.recent(viewer) if job.kind == "precheck"), None)
    if job is None:
        return
    with st.container(border=True):
        if job.state != "done":
            when = format.minute(job.ended_at)
            cancelled = _("{when} 的预审已取消,没有给出结果。").format(when=when)
            st.markdown(cancelled if job.state == "cancelled" else format.plain(job.error))
            return
        _answer(viewer, job)


def _running(viewer: Viewer) -> Job | None:
    return next((job for job in jobs.running(viewer) if job.kind == "precheck"), None)


def _answer(viewer: Viewer, job: Job) -> None:
    told = job.result
    text = _("{file}:共 {rows} 行:通过 {passed},需核 {flagged}。")
    counts = {"rows": told["rows"], "passed": told["rows"] - told["flagged"], "flagged": told["flagged"]}
    said = text.format(file=format.plain(told["file"]), **{name: format.count(n) for name, n in counts.items()})
    st.markdown(f"**{said}**")
    full = told["full"] and may(viewer, "precheck_full")
    place = Kept(session.store(), session.session_id(), told["kept"])
    try:
        lines = place.lines(full)
    except Refused as refused:
        st.caption(str(refused))
        return
    if lines:
        _listed(lines, full)
    _downloads(viewer, place, PurePath(told["file"]).stem, full)


def _listed(lines: tuple[Line, ...], full: bool) -> None:
    """The rows to be looked at again, fifty a page; whole sentences, stacked on a phone."""
    first = (url.page_number() - 1) * table.PAGE_SIZE
    shown, several = lines[first : first + table.PAGE_SIZE], len({one.sheet for one in lines}) > 1
    head = [
        _("姓名"),
        _("身份证号"),
        *([_("工作表")] if several else []),
        _("行"),
        _("理由") if full else _("需核事项"),
    ]
    rows = [(one.name, one.number, *([one.sheet] if several else []), str(one.row), one.what) for one in shown]
    html = plain_table(head, rows, right={len(head) - 2}, alt=_("需核的行"), stacked=True)
    st.html(f'{LOOK}{_LAST_WHOLE}<div class="qz-precheck">{html}</div>')
    table.pager("precheck", len(lines))


def _downloads(viewer: Viewer, place: Kept, name: str, full: bool) -> None:
    st.caption(_("结果只留给本次登录一小时;表格保留名册原有的行和列,另加两列。"))
    with st.container(horizontal=True):
        for whole in (False, True) if full else (False,):
            title = _(FILES[whole])
            order = place.order(viewer, f"{name}_{_('资格预审')}_{title}.xlsx", whole)
            export.export_button(title, order, f"precheck_{whole}")
