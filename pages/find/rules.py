"""规则: what is compared, what each comparison found, and how one works."""

from typing import Any

import streamlit as st

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.rules import Rule, Run, catalogue
from analytics.rules.modules import MODULES
from analytics.viewer import Viewer
from pages.ui import ask_suspects, desk, format, layout, quick_look, rule_cards, rule_parts, session, url
from pages.ui.words import _

SUSPECTS = "find/suspects.py"


def page(viewer: Viewer) -> None:
    title = _("规则")
    engine = desk.engine_or_stop(title)
    run = desk.run_or_stop(viewer, engine, title)
    rule = catalogue().get(url.get("rule"))
    if rule is None:
        whole(viewer, engine, run)
    else:
        single(viewer, engine, run, rule)


def whole(viewer: Viewer, engine: Engine, run: Run) -> None:
    """All modules as cards."""
    reports = {report["code"]: report for report in run.manifest["rules"]}
    hits = ask_suspects.counts(viewer, engine, run, Filters())
    layout.head(_("规则"), _answer(reports, hits))
    _again(viewer, run)
    rule_cards.draw(catalogue(), reports, hits)


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
                rule_parts.export(viewer, engine, run, selection, found.total)
    if found.total:
        rule_parts.hits(rule, found)
    else:
        st.caption(_("本次没有命中。"))


page(session.viewer())
