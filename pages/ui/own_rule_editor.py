"""The text of an own rule, and beside it what it may read."""

from __future__ import annotations

import streamlit as st

from analytics import own_rules
from analytics.engine import Engine
from analytics.own_rules.readable import columns, tables
from analytics.records.own_rules import OwnRule
from analytics.viewer import Viewer
from pages.ui import own_rule_acts, own_rule_trial, plain_table
from pages.ui.words import _

HEIGHT = 520
_LOOK = "<style>.st-key-own-text textarea {font-family: monospace; font-size: .85rem; line-height: 1.45}</style>"


def draw(viewer: Viewer, rule: OwnRule) -> None:
    """The editor of a draft with its two buttons; any other text to be read only."""
    if not own_rules.can(viewer, rule, "edit"):
        st.code(rule.text, language="sql", wrap_lines=True, height=HEIGHT)
        return
    key = f"own_text_{rule.code}_{rule.version}_{rule.sha256[:8]}"
    st.html(_LOOK)
    with st.container(key="own-text"):
        st.text_area(_("说明与语句"), rule.text, height=HEIGHT, key=key)
    with st.container(horizontal=True):
        if not own_rule_trial.running(viewer):
            arguments = (viewer, rule, key)
            kind = "primary" if rule.state == "draft" else "secondary"
            st.button(_("试运行"), key="own_try", type=kind, on_click=own_rule_acts.save_and_try, args=arguments)
        st.button(_("保存"), key="own_save", on_click=own_rule_acts.save, args=(viewer, rule, key))


def readable(viewer: Viewer, engine: Engine) -> None:
    """The tables a rule may read, and the columns of the one chosen."""
    known = tables()
    name = st.selectbox(
        _("可用的表"), list(known), format_func=lambda table: f"{table} {known[table]}".strip(), key="own_table"
    )
    rows = [[column.name, column.title, column.type] for column in columns(viewer, engine, name or "pay")]
    with st.container(height=HEIGHT - 80, border=False):
        st.html(plain_table.LOOK + plain_table.plain_table([_("列"), _("含义"), _("类型")], rows))
    st.caption(_("证件号、姓名、账号、户在这里都是编号,不是原值。只能读取列出的表,只能用允许的函数。"))
