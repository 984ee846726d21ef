"""What a system administrator does with accounts: make, shut, open, a new password, turn out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.records.accounts import accounts
from analytics.records.accounts.accounts import Listed
from analytics.records.accounts.passwords import random_password
from analytics.records.accounts.sessions import revoke_all
from analytics.records.accounts.throttle import unlock
from analytics.records.accounts.totp import reset_two_step
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui.words import _, speak

SAID, FAULT = "account_said", "account_fault"


def said() -> None:
    """What the last act came to, once; a new password is shown this one time."""
    if sentence := st.session_state.pop(SAID, ""):
        st.success(sentence)
    if sentence := st.session_state.pop(FAULT, ""):
        st.error(sentence)


def attempt(act: Callable[[], str]) -> None:
    """Do it, and keep its sentence for the page: called from callbacks."""
    speak()
    try:
        st.session_state[SAID] = act()
    except Refused as refused:
        st.session_state[FAULT] = str(refused)


def new(viewer: Viewer) -> None:
    """A form for one more account."""
    with st.expander(_("新建账号"), icon=":material/person_add:"), st.form("account_new", border=False):
        st.text_input(_("账号名"), key="account_name", max_chars=80, help=_("登录时用的名字,不区分大小写。"))
        st.caption(_("新账号没有任何权限,由安全管理员授权;初始密码只显示一次,首次登录须修改。"))
        st.form_submit_button(_("建立"), type="primary", on_click=_create, args=(viewer,))


def draw(viewer: Viewer, one: Listed) -> None:
    """A reason, and what may be done with this account."""
    reason = st.text_input(_("理由(必填,记入日志)"), key="account_reason", max_chars=200)
    shut = one.disabled_at is not None
    acts: dict[str, tuple[str, Callable[[], str]]] = {
        "reset": (_("重置密码"), lambda: _reset(viewer, one.name, reason)),
        "end": (_("强制退出"), lambda: _end(viewer, one.name, reason)),
        "unlock": (_("解锁"), lambda: _unlock(viewer, one.name, reason)),
        "two_step": (_("重置两步登录"), lambda: _reset_two_step(viewer, one.name, reason)),
        "switch": (_("重新启用") if shut else _("停用账号"), lambda: _switch(viewer, one.name, reason, shut)),
    }
    with st.container(horizontal=True):
        for name, (label, act) in acts.items():
            st.button(label, key=f"account_{name}", on_click=attempt, args=(act,))


def _create(viewer: Viewer) -> None:
    password = random_password()

    def act() -> str:
        name = accounts.create_account(viewer, st.session_state["account_name"], password)
        return _password(name, password)

    attempt(act)


def _reset(viewer: Viewer, name: str, reason: str) -> str:
    return _password(name, accounts.reset_password(viewer, name, reason))


def _end(viewer: Viewer, name: str, reason: str) -> str:
    return _("已结束 {name} 的 {count} 个登录。").format(name=name, count=revoke_all(viewer, name, reason))


def _unlock(viewer: Viewer, name: str, reason: str) -> str:
    unlock(viewer, name, reason)
    return _("{name} 可以立即再试登录。").format(name=name)


def _reset_two_step(viewer: Viewer, name: str, reason: str) -> str:
    reset_two_step(viewer, name, reason)
    return _("{name} 的两步登录已关闭,其登录已全部结束;请其登录后重新开启。").format(name=name)


def _switch(viewer: Viewer, name: str, reason: str, shut: bool) -> str:
    (accounts.enable_account if shut else accounts.disable_account)(viewer, name, reason)
    return (_("{name} 已重新启用。") if shut else _("{name} 已停用,其登录已全部结束。")).format(name=name)


def _password(name: str, password: str) -> str:
    return _("{name} 的初始密码(只显示这一次,请当面交付):{password}").format(name=name, password=f"`{password}`")
