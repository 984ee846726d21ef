"""The parts every page is laid out with: head, breadcrumb, chips, empty state, footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from pages.ui.format import plain
from pages.ui.words import _

# (label, what a click calls, its arguments); the last crumb is where one stands and calls nothing.
Link = tuple[str, Callable[..., None], tuple[object, ...]]


def head(title: str, answer: str = "") -> None:
    """The title, and under it the page's question answered in one line."""
    st.title(plain(title), anchor=False)
    if answer:
        st.markdown(answer)


def breadcrumb(links: Sequence[Link], here: str) -> None:
    """The way that led here; each part goes back to it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        for number, (label, call, arguments) in enumerate(links):
            st.button(f"{plain(label)} ›", key=f"crumb_{number}", on_click=call, args=arguments, type="tertiary")
        st.markdown(f"**{plain(here)}**", width="content")


def chips(chosen: Sequence[Link], clear: Callable[[], None]) -> None:
    """What the list is narrowed by: each part can be taken off alone, or all at once."""
    if not chosen:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for number, (label, call, arguments) in enumerate(chosen):
            st.button(f"{plain(label)} ✕", key=f"chip_{number}", on_click=call, args=arguments)
        st.button(_("清除全部"), key="chip_all", on_click=clear, type="tertiary")


def empty_state(sentence: str, label: str = "", page: str = "", call: Callable[[], None] | None = None) -> None:
    """Nothing to show: one sentence why, and one button that changes it: to a page (a file of the menu), or `call`."""
    st.info(sentence)
    if call:
        st.button(label, key="empty_call", type="primary", on_click=call)
    elif page and st.button(label, key=f"empty_{page}", type="primary"):
        st.switch_page(page)


def footer() -> None:
    """The sentence nobody may forget."""
    st.divider()
    st.caption(_("疑点不等于违纪违法,须经核查认定。"))
