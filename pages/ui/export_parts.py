"""A requested export as a card: what it holds, who wants it and why, and what may be done with it."""

from __future__ import annotations

import streamlit as st

from analytics.export import scope_words
from analytics.records import export_requests
from analytics.records.accounts.models import scope_from
from analytics.records.export_requests import STATES, ExportRequest
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import format, session
from pages.ui.export import link
from pages.ui.words import _

ICONS = {
    "waiting": ":material/schedule:",
    "approved": ":material/check_circle:",
    "refused": ":material/block:",
    "fetched": ":material/download_done:",
    "expired": ":material/hourglass_disabled:",
}
_SAID = "export_said"


def said() -> None:
    """What the act just done came to."""
    outcome = st.session_state.pop(_SAID, None)
    if outcome:
        kind, text = outcome
        (st.error if kind == "refused" else st.success)(text)


def to_decide(viewer: Viewer, request: ExportRequest) -> None:
    """Somebody else's request, with what is needed to decide it."""
    with st.container(border=True):
        _what(request)
        asked = _("{account} 申请于 {moment};数据范围:{scope};{until} 前有效")
        st.caption(
            format.plain(
                asked.format(
                    account=request.account,
                    moment=format.minute(request.asked_at),
                    scope=scope_words(scope_from(request.scope)),
                    until=format.minute(request.expires_at),
                )
            )
        )
        st.text_input(_("意见(必填,记入日志)"), key=f"note_{request.id}", max_chars=200)
        with st.container(horizontal=True):
            for label, act in ((_("批准"), "approve"), (_("不批准"), "refuse")):
                kind = "primary" if act == "approve" else "secondary"
                key = f"{act}_{request.id}"
                st.button(label, key=key, type=kind, on_click=_decide, args=(viewer, request.id, act))


def own(viewer: Viewer, request: ExportRequest) -> None:
    """The viewer's own request: how it stands, and the file once it is approved."""
    stands = request.stands
    with st.container(border=True):
        st.markdown(f"{ICONS[stands]} **{_(STATES[stands])}** · {format.minute(request.asked_at)}")
        _what(request)
        if request.decided_by and request.decided_at:
            decided = _("{account},{moment}:{note}").format(
                account=request.decided_by, moment=format.minute(request.decided_at), note=request.note
            )
            st.caption(format.plain(decided))
        if stands == "approved" and st.button(_("领取"), key=f"collect_{request.id}", type="primary"):
            _collect(viewer, request.id)


def _what(request: ExportRequest) -> None:
    rows = _("{rows} 行").format(rows=format.count(request.rows))
    numbers = _("含全号") if request.plain else _("已脱敏")
    st.markdown(f"**{format.plain(request.filename)}** · {rows} · {numbers}")
    told = _("筛选条件:{filters}。理由:{reason}。编号 {number}")
    st.write(format.plain(told.format(filters=request.filters, reason=request.reason, number=request.number)))


def _decide(viewer: Viewer, request_id: str, act: str) -> None:
    decide = export_requests.approve if act == "approve" else export_requests.refuse
    try:
        decide(viewer, request_id, st.session_state[f"note_{request_id}"])
    except Refused as refusal:
        st.session_state[_SAID] = ("refused", str(refusal))
        return
    done = _("已批准,申请人可以领取。") if act == "approve" else _("未批准,文件已删除。")
    st.session_state[_SAID] = ("done", done)


def _collect(viewer: Viewer, request_id: str) -> None:
    try:
        link(export_requests.collect(viewer, session.session_id(), request_id))
    except Refused as refusal:
        st.error(str(refusal))
