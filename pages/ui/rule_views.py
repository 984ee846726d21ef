"""The three ways to look at all rules: the catalogue, what this data covers, how the rules do."""

from __future__ import annotations

from typing import Any

import streamlit as st

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.rules import Run, catalogue
from analytics.rules.catalogue import refused
from analytics.rules.health import health
from analytics.viewer import Viewer
from pages.ui import ask_suspects, desk, format, layout, rule_cards, rule_coverage, rule_health, session, url
from pages.ui.words import _


def draw(viewer: Viewer, engine: Engine, run: Run) -> None:
    """The catalogue, or what it can and does come to."""
    chosen = url.get("view") if url.get("view") in VIEWS else "cards"
    VIEWS[chosen][1](viewer, engine, run)


def cards(viewer: Viewer, engine: Engine, run: Run) -> None:
    """All modules as cards."""
    reports = {report["code"]: report for report in run.manifest["rules"]}
    hits = ask_suspects.counts(viewer, engine, run, Filters())
    layout.head(_("规则"), _answer(reports, hits))
    _choose("cards")
    _again(viewer, run)
    for sentence in refused():
        st.warning(sentence)
    rule_cards.draw({c: rule for c, rule in catalogue().items() if rule.in_force or c in reports}, reports, hits)


def covered(viewer: Viewer, engine: Engine, _run: Run) -> None:
    """Which rules this data can answer, and how well."""
    found = rule_coverage.ask(viewer, engine)
    layout.head(_("规则"), rule_coverage.answer(found))
    _choose("coverage")
    rule_coverage.draw(found)


def healthy(viewer: Viewer, engine: Engine, run: Run) -> None:
    """How the rules do."""
    found = health(viewer, session.store(), run)
    layout.head(_("规则"), rule_health.answer(found))
    _choose("health")
    rule_health.draw(found)
    rule_health.samples(viewer, engine, run, found)


def _choose(chosen: str) -> None:
    key = f"view:{chosen}"
    st.segmented_control(
        _("看什么"),
        list(VIEWS),
        default=chosen,
        required=True,
        format_func=lambda name: _(VIEWS[name][0]),
        label_visibility="collapsed",
        key=key,
        on_change=url.follow(key, "view"),
    )


VIEWS = {"cards": ("规则目录", cards), "coverage": ("数据覆盖", covered), "health": ("规则体检", healthy)}


def _answer(reports: dict[str, dict[str, Any]], hits: dict[str, int]) -> str:
    left_out = sum(report["state"] != "done" for report in reports.values())
    said = _("**{rules}** 条规则,本次共命中 **{hits}** 条").format(
        rules=format.count(len(reports)), hits=format.count(sum(hits.values()))
    )
    return said + (_(";**{count}** 条因缺少数据不适用。").format(count=left_out) if left_out else _("。"))


def _again(viewer: Viewer, run: Run) -> None:
    """When this was compared, and the button that does it anew."""
    desk.last_failure(viewer)
    if desk.bar(viewer):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        desk.run_button(viewer, _("重新比对"))
        st.caption(_("最近比对 {moment}").format(moment=format.minute(desk.asked_at(run))), width="content")
