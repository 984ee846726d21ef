"""数据: what the departments sent, what is late, and the door through which new files come in."""

import streamlit as st

from analytics.engine import open_engine
from analytics.intake.findings import sources
from analytics.permissions import may
from analytics.snapshots import Snapshot, current_snapshot
from analytics.viewer import Viewer
from pages.ui import (
    delivery_matrix,
    drop_zone,
    format,
    intake_jobs,
    intake_plan,
    intake_visit,
    layout,
    quality_report,
    session,
)
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    snapshot = current_snapshot(session.store())
    if snapshot and quality_report.asked():
        return quality_report.show(viewer, snapshot)
    layout.head(_("数据"), _answer(viewer, snapshot))
    if may(viewer, "intake"):
        _door(viewer)
    if snapshot:
        delivery_matrix.show(viewer, open_engine(snapshot))
    return None


def _answer(viewer: Viewer, snapshot: Snapshot | None) -> str:
    if snapshot is None:
        return _("还没有数据。把部门报来的文件拖到下面,先看认得对不对,再导入。")
    found = sources(viewer, snapshot)
    text = _("当前快照有 {files} 个文件、{rows} 行,来自 {senders} 个部门。")
    return text.format(
        files=len({s.file for s in found}),
        rows=format.count(sum(s.rows_kept for s in found)),
        senders=len({s.sent_by for s in found}),
    )


def _door(viewer: Viewer) -> None:
    """New files: dropped, looked at, settled, handed to the job."""
    busy = intake_jobs.show(viewer)
    if not busy and (files := drop_zone.drop_zone()):
        drop_zone.emptied()  # first: a file that breaks the page must not come again with every click
        intake_visit.receive(files)
        st.rerun()
    if not busy:
        intake_plan.show(viewer)


page(session.viewer())
