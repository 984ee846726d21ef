"""账号: who can come in, what each may do where, and what waits for a second person."""

import streamlit as st

from analytics.permissions import may
from analytics.records.accounts import accounts, grants, throttle
from analytics.scope_units import units
from analytics.viewer import Viewer
from pages.ui import account_acts, account_grants, account_list, layout, session
from pages.ui.words import _


def page(viewer: Viewer) -> None:
    found = accounts.list_accounts(viewer)
    known = units(session.store())
    may_see = may(viewer, "grants") or may(viewer, "approve_grants")
    waiting = grants.waiting(viewer) if may_see else []
    layout.head(_("账号"), account_list.answer(found, waiting))
    account_acts.said()
    for asked in waiting:
        account_grants.decide(viewer, asked, known)
    keeps = may(viewer, "accounts")
    locked = throttle.locked_until(viewer, [one.name for one in found]) if keeps else {}
    account_list.draw(found, known, locked)
    if keeps:
        account_acts.new(viewer)
    if keeps or may(viewer, "grants"):
        _one(viewer, found)


def _one(viewer: Viewer, found: list[accounts.Listed]) -> None:
    """The account chosen, and what the viewer may do with it."""
    st.subheader(_("办理"), anchor=False)
    by_name = {one.name: one for one in found}
    chosen = st.selectbox(_("账号"), list(by_name), index=None, placeholder=_("选择一个账号"), key="account_chosen")
    if chosen is None:
        st.caption(_("选择账号后,这里列出您可以办理的事项。"))
        return
    if may(viewer, "grants"):
        account_grants.form(viewer, by_name[chosen], units(session.store()))
    if may(viewer, "accounts"):
        account_acts.draw(viewer, by_name[chosen])


page(session.viewer())
