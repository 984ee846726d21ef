"""The list of own rules: what each is called, where it stands, who wrote and released it; and a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from analytics import own_rules
from analytics.own_rules import STATES
from analytics.records.own_rules import OwnRule
from analytics.rules.header import BrokenRule, read_header, split_sql
from analytics.viewer import Viewer
from pages.ui import format, own_rule_acts, url
from pages.ui.words import _

ICONS = {
    "draft": ":material/edit:",
    "tested": ":material/science:",
    "submitted": ":material/hourglass_top:",
    "released": ":material/check_circle:",
    "withdrawn": ":material/block:",
}


def answer(found: Sequence[OwnRule]) -> str:
    """How many there are, in force and waiting for a second person."""
    states = [rule.state for rule in found]
    return _("**{released}** 条在用,**{waiting}** 条待发布。自定规则由一人编写、另一人发布。").format(
        released=states.count("released"), waiting=states.count("submitted")
    )


def title(rule: OwnRule) -> str:
    """The title in its header; the code alone while that cannot be read."""
    try:
        name = f"{rule.code}.sql"
        return f"{rule.code} {read_header(name, split_sql(name, rule.text)[0]).title}"
    except BrokenRule:
        return rule.code


def word(rule: OwnRule) -> str:
    """Its state, in words."""
    return _(STATES[rule.state])


def state(rule: OwnRule) -> str:
    """Where it stands, its version, and the people."""
    parts = [
        f"{ICONS[rule.state]} **{word(rule)}**",
        _("第 {version} 版").format(version=rule.version),
        _("编写 {authors}").format(authors=_("、").join(rule.authors)),
    ]
    if rule.released_by and rule.released_at:
        parts.append(_("发布 {by} {day}").format(by=rule.released_by, day=format.minute(rule.released_at)))
    return " · ".join(parts) + (f"  \n{rule.reason}" if rule.reason else "")


def new(viewer: Viewer) -> None:
    """From what to start, and the button that does."""
    rules = own_rules.to_copy()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        like = st.selectbox(
            _("从哪条规则复制"),
            ["", *rules],
            format_func=lambda code: f"{code} {rules[code].header.title}" if code else _("空白模板"),
            key="own_like",
            placeholder=_("空白模板"),
        )
        st.button(
            _("新建规则"),
            key="own_new",
            icon=":material/add:",
            type="primary",
            on_click=own_rule_acts.start,
            args=(viewer, like or ""),
        )


def draw(found: Sequence[OwnRule]) -> None:
    """A line for each rule; its title opens it."""
    for rule in found:
        with st.container(border=True, gap="xsmall", key=f"own-{rule.code}"):
            opened = partial(url.put, own=rule.code)
            st.button(title(rule), key=f"own_open_{rule.code}", on_click=opened, type="tertiary")
            st.caption(state(rule))
