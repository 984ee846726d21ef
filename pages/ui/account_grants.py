"""Granting: a role and its reach asked for by a security administrator, decided by somebody else where that is due."""

from __future__ import annotations

import streamlit as st

from analytics.faces import grantable, role_title
from analytics.records.accounts import grants
from analytics.records.accounts.accounts import Listed
from analytics.records.accounts.grants import Grant
from analytics.scope_units import LIMITS, Units, scope_words
from analytics.viewer import Scope, Viewer
from pages.ui import format
from pages.ui.account_acts import attempt
from pages.ui.words import _

_LABELS = {"township": "只限这些乡镇(不选为全县)", "department": "只限这些部门(不选为全部)"}


def decide(viewer: Viewer, asked: Grant, known: dict[str, Units]) -> None:
    """A grant that waits, with what it would change; buttons for who may decide it."""
    with st.container(border=True):
        st.markdown(_("**待批准** {what}").format(what=format.plain(grants.summary(asked))))
        said = _("范围:{scope} · {who} 于 {when} 提出,理由:{why}")
        words = {"scope": scope_words(asked.to, known), "who": asked.asked_by, "why": asked.reason}
        st.caption(format.plain(said.format(when=format.minute(asked.asked_at), **words)))
        if reason_not := grants.why_not(viewer, asked):
            st.caption(reason_not)
            return
        reason = st.text_input(_("理由(必填,记入日志)"), key=f"grant_reason_{asked.id}", max_chars=200)
        with st.container(horizontal=True):
            for act, label in ((_approve, _("批准")), (_refuse, _("不批准"))):
                key = f"grant{act.__name__}_{asked.id}"
                st.button(label, key=key, on_click=attempt, args=(lambda act=act: act(viewer, asked, reason),))


def form(viewer: Viewer, one: Listed, known: dict[str, Units]) -> None:
    """The account's role and reach, to be changed."""
    roles = ["", *grantable()]
    with st.form(f"grant_{one.name}"):
        now = roles.index(one.role) if one.role in roles else 0
        role = st.selectbox(_("角色"), roles, index=now, format_func=_role, key="grant_role")
        limits = {unit: _limit(unit, known[unit], one.scope) for unit in LIMITS}
        reason = st.text_input(_("理由(必填,记入日志)"), key="grant_reason", max_chars=200)
        if st.form_submit_button(_("授权"), type="primary"):
            scope = Scope(*(frozenset(limits[unit]) or None for unit in LIMITS))
            attempt(lambda: _grant(viewer, one.name, role, scope, reason))
            st.rerun()


def _limit(unit: str, titles: Units, scope: Scope) -> list[int]:
    has = scope.townships if unit == "township" else scope.departments
    chosen = [key for key in sorted(has or ()) if key in titles]
    return st.multiselect(
        _(_LABELS[unit]),
        list(titles),
        chosen,
        format_func=titles.__getitem__,
        placeholder=_("不限"),
        key=f"grant_{unit}",
    )


def _role(role: str) -> str:
    return role_title(role)


def _grant(viewer: Viewer, name: str, role: str, scope: Scope, reason: str) -> str:
    if grants.grant(viewer, name, role, scope, reason) == "given":
        return _("已授权:{name} 为{role}。其登录已结束,重新登录后生效。").format(name=name, role=role_title(role))
    return _("已提出:{name} 为{role},须由另一人批准后生效。").format(name=name, role=role_title(role))


def _approve(viewer: Viewer, asked: Grant, reason: str) -> str:
    grants.approve(viewer, asked.id, reason)
    return _("已批准 {what}。").format(what=format.plain(grants.summary(asked)))


def _refuse(viewer: Viewer, asked: Grant, reason: str) -> str:
    grants.refuse(viewer, asked.id, reason)
    return _("未批准 {what},账号保持原样。").format(what=format.plain(grants.summary(asked)))
