"""资格预审: a department's roster, asked about before it is paid; what is to be looked at again, row by row."""

import streamlit as st

from analytics.engine import open_engine
from analytics.permissions import may
from analytics.precheck.due import next_month
from analytics.snapshots import Snapshot, current_snapshot
from analytics.viewer import Viewer
from pages.ui import format, layout, precheck_answer, precheck_form, precheck_log, session
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    snapshot = current_snapshot(session.store())
    if not may(viewer, "precheck"):
        layout.head(_("资格预审"))
        st.info(_("您的角色没有资格预审的权限。如工作需要,请联系账号管理员。"))
        return
    if snapshot is None or not snapshot.rows("payment"):
        layout.head(_("资格预审"))
        layout.empty_state(_("还没有发放数据,不能预审。请先导入数据。"), _("去导入"), "keep/intake.py")
    else:
        layout.head(_("资格预审"), _question(snapshot))
        if not precheck_answer.at_work(viewer):
            precheck_answer.latest(viewer)
            precheck_form.show(viewer, open_engine(snapshot))
    precheck_log.show(viewer)


def _question(snapshot: Snapshot) -> str:
    month = next_month(open_engine(snapshot))
    return _("发放前上传名册,按 {month} 发放与全县数据核对;名册不进入数据快照。").format(
        month=format.period(month.year * 100 + month.month)
    )


page(session.viewer())
