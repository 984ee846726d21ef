"""The trial of an own rule: its bar while it runs, and what it brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics import jobs, own_rules
from analytics.jobs import Job
from analytics.own_rules.job import unpacked
from analytics.records.own_rules import OwnRule
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from pages.ui import format, plain_table, session
from pages.ui.words import _

KIND = "own_rule"
REFRESH_SECONDS = 1


def running(viewer: Viewer) -> list[Job]:
    """The viewer's trials at work."""
    return [job for job in jobs.running(viewer) if job.kind == KIND]


def draw(viewer: Viewer, snapshot: Snapshot, rule: OwnRule) -> None:
    """The bar of a trial at work; else what the last trial of this very text said."""
    if running(viewer):
        _bar()
        return
    last = _last(viewer, rule)
    if last and last.state == "failed":
        st.error(last.error)
    elif last and last.state == "done" and last.result["sha256"] == rule.sha256:
        _result(viewer, snapshot, rule, last)
    elif rule.trial:
        st.caption(_answer(rule.trial["hits"], rule.trial["seconds"], rule.trial["cut"]))


def _last(viewer: Viewer, rule: OwnRule) -> Job | None:
    mine = {"code": rule.code, "version": rule.version}
    tries = (job for job in jobs.recent(viewer) if job.kind == KIND and job.arguments == mine)
    return next((job for job in tries if job.created_at >= rule.changed_at or job.state == "done"), None)


def _bar() -> None:
    @st.fragment(run_every=REFRESH_SECONDS)
    def bar() -> None:
        viewer = session.viewer()
        at_work = running(viewer)
        if not at_work:
            st.rerun(scope="app")
        st.progress(at_work[0].share, text=at_work[0].message or _("正在试运行,最长 30 秒。"))
        st.button(_("取消"), key="own_cancel", on_click=jobs.cancel, args=(viewer, at_work[0].id))

    bar()


def _answer(hits: object, seconds: object, cut: object) -> str:
    count = format.count(int(str(hits))) + ("+" if cut else "")
    return _("试运行命中 **{count}** 条,用时 {seconds} 秒。").format(count=count, seconds=seconds)


def _result(viewer: Viewer, snapshot: Snapshot, rule: OwnRule, job: Job) -> None:
    st.markdown(_answer(job.result["hits"], job.result["seconds"], job.result["cut"]))
    rows = own_rules.sample(viewer, snapshot, rule, unpacked(job.result["rows"]))
    if not rows:
        st.caption(_("没有命中。如与预期不符,请核对条件与参数。"))
        return
    if len(rows) < job.result["hits"]:
        st.caption(_("下面是金额最大的 {count} 条。").format(count=len(rows)))
    heads = [_("理由"), _("疑点金额(元)"), _("惠民项目"), _("地点")]
    st.html(plain_table.LOOK + plain_table.plain_table(heads, [_cells(row) for row in rows], right={1}))


def _cells(row: Mapping[str, Any]) -> list[plain_table.Cell]:
    told = row["reason"] or _("编号 {key}").format(key=row["subject_key"])
    place = format.place(row["township_title"], row["village_title"])
    return [told, format.yuan(row["amount"]), row["programme_title"], place]
