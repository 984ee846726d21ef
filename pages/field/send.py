"""报送: a township or department sends files, asks about a roster before it is paid, or asks for a correction."""

import streamlit as st

from analytics.permissions import require
from analytics.records.field_units import field_units
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import field_forms, layout, session, url
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    layout.head(_("报送"), _("在这里报送数据、发放前预审、申请更正;县里办理后,结果在“报送记录”。"))
    try:
        require(viewer, "field_ask")
    except Refused as refused:
        st.error(str(refused))
        return
    field_forms.said()
    known = field_units(viewer)
    chosen = url.get("kind") if url.get("kind") in FORMS else next(iter(FORMS))
    _choose(chosen)
    if viewer.scope.townships is None and not known["department"]:
        st.info(_("县里还没有发布单位名录,暂时不能报送。请稍后再试,或联系县级数据比对中心。"))
        return
    FORMS[chosen][1](viewer, known)


def _choose(chosen: str) -> None:
    key = f"kind:{chosen}"
    st.segmented_control(
        _("报送什么"),
        list(FORMS),
        default=chosen,
        required=True,
        format_func=lambda name: _(FORMS[name][0]),
        label_visibility="collapsed",
        key=key,
        on_change=url.follow(key, "kind"),
    )


FORMS = {
    "upload": ("报送数据", field_forms.upload),
    "precheck": ("资格预审", field_forms.precheck),
    "correction": ("申请更正", field_forms.correction),
}

page(session.viewer())
