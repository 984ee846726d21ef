"""规则: what is compared, what each comparison found, and how one works."""

from typing import Any

import streamlit as st

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.rules import Rule, Run, catalogue
from analytics.rules.modules import MODULES
from analytics.viewer import Viewer
from pages.ui import (
    ask_suspects,
    desk,
    format,
    layout,
    quick_look,
    rule_cards,
    rule_parts,
    rule_trial,
    rule_views,
    session,
    url,
)
from pages.ui.words import _

SUSPECTS = "find/suspects.py"


def page(viewer: Viewer) -> None:
    title = _("规则")
    engine = desk.engine_or_stop(title)
    run = desk.run_or_stop(viewer, engine, title)
    rule = catalogue().get(url.get("rule"))
    if rule is None:
        rule_views.draw(viewer, engine, run)
    else:
        single(viewer, engine, run, rule)


def single(viewer: Viewer, engine: Engine, run: Run, rule: Rule) -> None:
    """One rule's page."""
    head = rule.header
    layout.breadcrumb([(_("规则"), _close, ())], f"{MODULES[head.module]} · {rule.code}")
    layout.head(str(head.title), f"{format.tier(head.tier)} · {head.flags}")
    report = next((r for r in run.manifest["rules"] if r["code"] == rule.code), None)
    _state(report)
    rule_parts.about(rule)
    if report and report["state"] == "done":
        _hits(viewer, engine, run, rule)
    rule_parts.parameters(rule, run)
    if rule.header.parameters:
        rule_trial.draw(viewer, engine, rule)
    rule_parts.data(rule, engine)
    with st.expander(_("比对语句")):
        rule_parts.source(rule)
    quick_look.show_if_asked(viewer, engine, run)


def _close() -> None:
    url.put(rule=None, sort=None)


def _state(report: dict[str, Any] | None) -> None:
    """How this run went for the rule: not at all, not applicable, or with a warning."""
    if report is None:
        st.info(_("这条规则是新加的,还没有比对。请回到规则页重新比对。"))
    elif report["state"] != "done":
        layout.empty_state(rule_cards.not_applicable(report), _("去导入"), "keep/intake.py")
    elif report["warning"]:
        st.warning(report["warning"])


def _hits(viewer: Viewer, engine: Engine, run: Run, rule: Rule) -> None:
    selection = select(viewer, engine, Filters(rule=(rule.code,)))
    found = ask_suspects.hits(viewer, engine, run, selection.filters, rule_parts.sort(), url.page_number())
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(_("本次命中 {count} 条").format(count=format.count(found.total)), anchor=False, width="content")
        if found.total:
            with st.container(horizontal=True, width="content", vertical_alignment="center"):
                query = {"rule": rule.code}
                st.page_link(SUSPECTS, label=_("按对象看疑点"), icon=":material/help_center:", query_params=query)
                rule_parts.export(viewer, engine, run, selection)
    if found.total:
        rule_parts.hits(rule, found)
    else:
        st.caption(_("本次没有命中。"))


page(session.viewer())
