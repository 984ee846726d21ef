"""任务: what is running, what has ended, and how."""

import streamlit as st

from analytics import jobs
from analytics.jobs import Job
from analytics.viewer import Viewer
from pages.ui import format, layout, session
from pages.ui.words import _

REFRESH_SECONDS = 2
STATES = {"queued": "排队中", "running": "进行中", "done": "已完成", "failed": "未完成", "cancelled": "已取消"}
ICONS = {
    "queued": ":material/schedule:",
    "running": ":material/progress_activity:",
    "done": ":material/check_circle:",
    "failed": ":material/error:",
    "cancelled": ":material/cancel:",
}

# What a finished job of each kind brought, from the fields of its result.
RESULTS = {
    "intake": "读入 {rows_read:,} 行:保留 {rows_kept:,} 行,退回 {rows_rejected:,} 行。",
    "check": "运行 {rules:,} 条规则,命中 {hits:,} 条。",
    "own_rule": "自定规则 {code}:命中 {hits:,} 条,用时 {seconds} 秒。",
    "field_precheck": "部门申请的资格预审已办理并回复。",
    "field_upload": "部门报送的文件已办理并回复。",
    "renew": "重做自行比对 {asked:,} 次,保存 {kept:,} 次。",
    "precheck": "预审 {rows:,} 行,需核 {flagged:,} 行。",
}


def page(viewer: Viewer) -> None:
    layout.head(_("任务"), _("导入、比对等较长的工作在这里进行;可以离开本页,工作不会停。"))
    board(viewer, every=REFRESH_SECONDS if jobs.running(viewer) else None)


def board(viewer: Viewer, every: int | None) -> None:
    """The list; while something runs it draws itself anew, and once nothing does the page settles."""

    @st.fragment(run_every=every)
    def draw() -> None:
        found = jobs.recent(session.viewer())
        if every and not any(job.open for job in found):
            st.rerun(scope="app")
        for job in found:
            card(viewer, job)
        if not found:
            layout.empty_state(_("还没有任务。导入数据或运行比对后,进度显示在这里。"), _("去导入"), "keep/intake.py")

    draw()


def card(viewer: Viewer, job: Job) -> None:
    with st.container(border=True):
        st.markdown(f"{ICONS[job.state]} **{job.title}** · {_(STATES[job.state])}")
        st.caption(times(job))
        if job.open:
            st.progress(job.share, text=job.message or _("准备中"))
            st.button(_("取消"), key=f"cancel_{job.id}", on_click=jobs.cancel, args=(viewer, job.id))
        if job.error:
            st.error(job.error)
        if job.state == "done" and job.kind in RESULTS:
            st.write(_(RESULTS[job.kind]).format_map(job.result))


def times(job: Job) -> str:
    started = _("开始 {moment}").format(moment=format.minute(job.created_at))
    return started if job.open else f"{started} · " + _("结束 {moment}").format(moment=format.minute(job.ended_at))


page(session.viewer())
