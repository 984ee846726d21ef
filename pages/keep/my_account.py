"""我的账号: who one is here, password, second step, where one is signed in."""

import streamlit as st

from analytics.faces import role_title
from analytics.records.accounts import own, totp
from analytics.records.accounts.own import OwnSession
from analytics.scope_units import scope_words, units
from analytics.viewer import Viewer
from pages.ui import account_acts, format, layout, session
from pages.ui.words import _

HERE = "/my_account"
OUTSIDE = "您由单位统一登录进入:密码和两步登录请到那里办理。"


def page(viewer: Viewer) -> None:
    layout.head(_("我的账号"), format.plain(viewer.account))
    account_acts.said()
    with st.container(border=True):
        st.markdown(f"{_('角色')}:**{role_title(viewer.role)}**")
        st.markdown(_("范围:{scope}").format(scope=scope_words(viewer.scope, units(session.store()))))
        st.caption(_("角色和范围由安全管理员授权,更改后您的登录会结束,重新登录即可。"))
    account = own.own_account(viewer)
    if account.outside:
        st.info(_(OUTSIDE))
    else:
        _password(account)
        _two_step(totp.state_of(viewer))
    _sessions(viewer)


def _password(account: own.OwnAccount) -> None:
    with st.container(border=True):
        st.subheader(_("密码"), anchor=False)
        changed = format.minute(account.password_changed_at) if account.password_changed_at else _("还没有改过")
        st.markdown(_("上次更改:{when}").format(when=changed))
        session.leave_link(_("更改密码"), f"/password?next={HERE}")


def _two_step(state: totp.State) -> None:
    with st.container(border=True):
        st.subheader(_("两步登录"), anchor=False)
        if state.on:
            st.markdown(_("已开启,还剩 {count} 个恢复码。").format(count=state.codes_left))
        else:
            st.markdown(_("未开启。开启后,登录时还要输入手机验证器上的六位数字。"))
        session.leave_link(_("管理两步登录") if state.on else _("开启两步登录"), f"/two-step?next={HERE}")


def _sessions(viewer: Viewer) -> None:
    """Where one is signed in, this one first."""
    found = sorted(own.own_sessions(viewer), key=lambda one: one.id != session.session_id())
    with st.container(border=True):
        st.subheader(_("我的登录"), anchor=False)
        st.caption(_("您现在有 {count} 个登录。不认得的,请结束它并更改密码。").format(count=len(found)))
        for one in found:
            _session(viewer, one)
        st.button(_("全部退出(包括这里)"), key="end_all", icon=":material/logout:", on_click=_end_all, args=(viewer,))


def _session(viewer: Viewer, one: OwnSession) -> None:
    this = one.id == session.session_id()
    times = _("登录 {since} · 最近使用 {last}").format(
        since=format.minute(one.since), last=format.minute(one.last_seen)
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{_('本次')}** · {times}" if this else times)
        if not this:
            st.button(_("结束"), key=f"end_{one.id}", on_click=account_acts.attempt, args=(lambda: _end(viewer, one),))


def _end(viewer: Viewer, one: OwnSession) -> str:
    own.end_session(viewer, one.id)
    return _("已结束登录于 {since} 的那个登录。").format(since=format.minute(one.since))


def _end_all(viewer: Viewer) -> None:
    own.end_sessions(viewer)


page(session.viewer())
