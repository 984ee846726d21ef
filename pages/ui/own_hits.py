"""The viewer's own kept comparisons among the suspects: a switch, and whose and why in words."""

from __future__ import annotations

import streamlit as st

from analytics.engine import Engine
from analytics.rules import Run
from analytics.viewer import Viewer
from analytics.workbench import joined
from pages.ui import format, url
from pages.ui.words import _

SWITCH = "own"


def with_own(viewer: Viewer, engine: Engine, run: Run) -> Run:
    """The run, with the viewer's kept comparisons when the address asks for them; no switch when there are none."""
    both = joined(viewer, engine, run)
    if not both.also:
        return run
    on, key = url.get(SWITCH) == "1", f"own:{url.get(SWITCH)}"
    label = _("含我的自行比对({count} 次)").format(count=len(both.also))
    st.toggle(label, on, key=key, on_change=url.follow(key, "own", lambda on: "1" if on else None))
    if on:
        st.caption("  \n".join(_said(own) for own in both.also))
    return both if on else run


def _said(run: Run) -> str:
    own = run.manifest["own"]
    said = _("✎ {title}:{left} 与 {right};{by},理由:{why}")
    return format.plain(said.format(**{name: own[name] for name in ("title", "left", "right", "by", "why")}))
