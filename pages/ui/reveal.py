"""查看全号: one masked value at a time, for a reason that is written down first; it is shown once and not kept."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from analytics.permissions import may
from analytics.reveal import reveal
from analytics.words import Refused
from pages.ui import session
from pages.ui.words import _

# What may be shown: (kind of the vault, key) -> what it is called, masked.
Masked = Mapping[tuple[str, int], str]
_KINDS = {"person": "证件号", "name": "姓名", "account": "账号", "household": "户号", "phone": "电话"}


def reveal_button(choices: Masked, key: str) -> None:
    """A button that asks which value and why, and shows it in full. Not drawn without the permission or a value."""
    if not choices or not may(session.viewer(), "reveal"):
        return
    with st.popover(_("查看全号"), icon=":material/visibility:"):
        chosen = st.selectbox(
            _("查看哪一项"), list(choices), format_func=lambda c: f"{_(_KINDS[c[0]])} {choices[c]}", key=f"{key}_which"
        )
        reason = st.text_input(_("查看理由(必填,记入日志)"), key=f"{key}_why", max_chars=200)
        if st.button(_("显示"), key=f"{key}_show", type="primary"):
            _show(chosen, reason)


def _show(chosen: tuple[str, int], reason: str) -> None:
    kind, key = chosen
    try:
        value = reveal(session.viewer(), session.store(), kind, key, reason)
    except Refused as refusal:
        st.error(str(refusal))
        return
    st.code(value, language=None)
    st.caption(_("已记入日志。内部资料 严禁外传。"))
