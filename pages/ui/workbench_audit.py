"""审计工具: one tool over the filtered payments: what it shows, and in a plain sentence what that means."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from analytics.engine import Engine
from analytics.filters import Selection
from analytics.viewer import Viewer
from pages.ui import filters, url, workbench_digits, workbench_tables
from pages.ui.words import _

FIELDS = ("township", "village", "programme", "year")
FURTHER = ("department", "min_amount")
Tool = Callable[[Viewer, Engine, Selection], str]
TOOLS: dict[str, tuple[str, Tool]] = {
    "benford": ("首位与末位数字", workbench_digits.draw),
    "strata": ("金额分层", workbench_tables.strata),
    "gaps": ("断号与重号", workbench_tables.gaps),
    "duplicates": ("重复发放", workbench_tables.duplicates),
    "amounts": ("重复金额", workbench_tables.amounts),
    "cross": ("两项汇总", workbench_tables.cross),
}


def draw(viewer: Viewer, engine: Engine) -> str:
    """Choose what part and which tool; returns the answer in one line."""
    selection = filters.bar(viewer, engine, FIELDS, further=FURTHER)
    chosen = url.get("tool") if url.get("tool") in TOOLS else "benford"
    key = f"tool:{chosen}"
    st.segmented_control(
        _("工具"),
        list(TOOLS),
        default=chosen,
        required=True,
        format_func=lambda name: _(TOOLS[name][0]),
        label_visibility="collapsed",
        key=key,
        on_change=url.follow(key, "tool", sort=None),
    )
    said = TOOLS[chosen][1](viewer, engine, selection)
    if not said:
        filters.nothing_found(selection, _("发放记录"))
    return said
