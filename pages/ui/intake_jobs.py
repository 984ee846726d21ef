"""The intake at work and the last one's outcome: bar, what was taken in, what is to be decided, what follows."""

from __future__ import annotations

import streamlit as st

from analytics import jobs
from analytics.intake import uploads
from analytics.jobs import Job
from analytics.viewer import Viewer
from pages.ui import desk, format, session, url
from pages.ui.words import _

REFRESH_SECONDS = 1
DECISIONS = {"replace": "用新文件替换旧记录", "add": "确是另一次发放,两份都保留"}


def show(viewer: Viewer) -> bool:
    """The bar of a running intake (True), or the last one's outcome."""
    latest = next((job for job in jobs.recent(viewer) if job.kind == "intake"), None)
    if latest and latest.open:
        _bar(viewer)
        return True
    if latest:
        _outcome(viewer, latest)
    desk.bar(viewer)
    return False


def _bar(viewer: Viewer) -> None:
    @st.fragment(run_every=REFRESH_SECONDS)
    def draw() -> None:
        job = next((job for job in jobs.running(session.viewer()) if job.kind == "intake"), None)
        if job is None:
            st.rerun(scope="app")
        with st.container(border=True):
            st.progress(job.share, text=job.message or _("正在导入,可以离开本页,工作不会停。"))
            st.button(_("取消导入"), key="cancel_intake", on_click=jobs.cancel, args=(viewer, job.id))

    draw()


def _outcome(viewer: Viewer, job: Job) -> None:
    with st.container(border=True):
        st.markdown(f"**{_sentence(job)}**")
        for file, sentence in _left_out(job):
            st.markdown(f"✕ {file}:{sentence}")
        _decide(viewer, job)
        if job.result.get("snapshot"):
            with st.container(horizontal=True, vertical_alignment="center"):
                label = _("看质量报告")
                st.button(label, icon=":material/fact_check:", on_click=_report, args=(job,), key="report")
                _comparison(viewer, job)


def _sentence(job: Job) -> str:
    when = format.minute(job.ended_at)
    if job.state == "cancelled":
        return _("{when} 的导入已取消,数据未变。").format(when=when)
    if job.state == "failed":
        return _("{when} 的导入没有完成:{error}").format(when=when, error=job.error)
    if not job.result.get("snapshot"):
        return _("{when} 的导入没有带来新数据,快照未变。").format(when=when)
    text = _("{when} 导入 {sheets} 张表:读取 {read} 行 = 保留 {kept} 行 + 退回 {rejected} 行。")
    counts = {n: format.count(job.result[f"rows_{n}"]) for n in ("read", "kept", "rejected")}
    return text.format(when=when, sheets=len(job.result["sheets"]), **counts)


def _left_out(job: Job) -> list[tuple[str, str]]:
    waiting = job.result.get("standing", [])
    left = [(file, sentence) for file, sentence in job.result.get("refused", []) if file not in waiting]
    return left + [(file, _("此前已导入,没有变化。")) for file in job.result.get("unchanged", [])]


def _decide(viewer: Viewer, job: Job) -> None:
    """Files that repeat what stands: replace, add, or leave it."""
    token = job.result.get("uploads", "")
    if not uploads.waits(session.store(), token):
        return
    files = _("、").join(job.result["standing"])
    st.warning(_("{files}:大部分记录与已有发放记录相同,还没有导入。怎样处理?").format(files=files))
    with st.container(horizontal=True):
        for how, label in DECISIONS.items():
            st.button(_(label), key=f"decide_{how}", on_click=_again, args=(viewer, token, how))
        st.button(_("不导入"), key="decide_drop", type="tertiary", on_click=uploads.drop, args=(session.store(), token))


def _again(viewer: Viewer, token: str, how: str) -> None:
    jobs.start(viewer, "intake", store=str(session.store()), uploads=token, **{how: True})


def _report(job: Job) -> None:
    url.put(intake=job.result["intake"])


def _comparison(viewer: Viewer, job: Job) -> None:
    """What became of the comparison the intake started."""
    check = next((j for j in jobs.recent(viewer) if j.id == job.result.get("check")), None)
    if check is None or check.open:
        return
    if check.state == "done":
        if st.button(_("看疑点"), icon=":material/help_center:", key="to_suspects", type="primary"):
            st.switch_page("find/suspects.py")
        st.caption(_("比对已完成:{rules} 条规则,命中 {hits} 条。").format(**check.result))
    else:
        st.caption(check.error or _("比对已取消。"))
