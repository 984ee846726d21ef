"""What stands around every page: the sidebar with the data's age, the scope, the sections and the way out."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from analytics.export import scope_words
from analytics.faces import here, role_title
from analytics.settings import settings
from analytics.snapshots.store import current_snapshot
from analytics.viewer import Viewer
from pages.ui import format, layout, session
from pages.ui.menu import Page, allowed, menu
from pages.ui.words import _, language_switch

# A long link wraps; the tables' own tools (English; they search and hide only the fifty rows sent) are not shown.
_LOOK = """<style>
[data-testid=stPageLink-NavLink] * {white-space: normal; overflow: visible}
[data-testid=stElementToolbar] {display: none}
[data-testid=stCaptionContainer] {color: inherit; opacity: .82}
[data-testid=stSidebarHeader] {height: 2.5rem; margin-bottom: 0}
.st-key-training-banner [data-testid=stAlertContainer] {padding: .35rem .8rem}
</style>"""


def navigation() -> StreamlitPage:
    """The page the address names; draws the sidebar around it."""
    st.html(_LOOK)
    viewer = session.viewer()
    pages = {page: _as_page(viewer, page) for listed in menu().values() for page in listed}
    chosen = st.navigation(list(pages.values()), position="hidden")
    own = [target for page, target in pages.items() if page.listed and allowed(viewer, page)]
    if chosen.url_path == "" and own and chosen != own[0]:
        st.switch_page(own[0])  # "/" is the first page of the menu, which this role has not
    with st.sidebar:
        _above(viewer)
        for section, listed in menu().items():
            _section(section, [(page, pages[page]) for page in listed if page.listed and allowed(viewer, page)])
        _below(next(target for page, target in pages.items() if page.url_path == "my_account"))
    return chosen


def training_banner() -> None:
    """Says that nothing here is real."""
    if settings().training:
        with st.container(key="training-banner"):
            st.warning(_("培训模式:数据全部虚构,请勿导入真实资料。"), icon=":material/school:")


def _as_page(viewer: Viewer, page: Page) -> StreamlitPage:
    script = page.path if allowed(viewer, page) else partial(_not_yours, _(page.title))
    return st.Page(script, title=_(page.title), icon=page.icon, url_path=page.url_path)


def _not_yours(title: str) -> None:
    """In the place of a page the role has not; the first page of a role with none is this too."""
    layout.head(title)
    viewer = session.viewer()
    st.info(
        _("您的角色({role})没有这一页。请从左侧菜单选择;没有菜单时,请联系安全管理员授权。").format(
            role=role_title(viewer.role)
        )
    )


def _above(viewer: Viewer) -> None:
    st.markdown(f"**{_('清账')}** · {_('惠民资金监察')}")
    who = _("{role} · 范围:{scope}").format(role=role_title(viewer.role), scope=scope_words(viewer.scope))
    st.caption(f"{data_age()}  \n{who}" if here().own == "records" else who)


def data_age() -> str:
    """The day of the newest snapshot, and how long ago that is."""
    snapshot = current_snapshot(session.store())
    if snapshot is None:
        return _("还没有数据")
    made = datetime.fromisoformat(snapshot.manifest["created_at"])
    return _("数据 {day}({age})").format(day=format.day(made.astimezone()), age=format.age(made))


def _section(name: str, pages: list[tuple[Page, StreamlitPage]]) -> None:
    if not pages:
        return
    with st.container(gap="xxsmall"):
        st.caption(_(name))
        for _page, target in pages:
            st.page_link(target)


def _below(own_account: StreamlitPage) -> None:
    st.divider()
    language_switch()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(own_account, label=format.plain(session.viewer().account), help=_("我的账号"), width="content")
        session.sign_out_button()
    if settings().training:
        st.html(f'<a href="/sign-in?as=" target="_self" style="color:inherit">{_("换个角色")}</a>')
