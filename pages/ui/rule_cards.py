"""The catalogue: a card for each module with its rules, what each found, and why one does not apply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate
from typing import Any

import streamlit as st

from analytics.rules import Rule, Run, catalogue
from analytics.rules.modules import MODULES
from pages.ui import format, url
from pages.ui.words import _


def by_module(rules: Mapping[str, Rule]) -> dict[int, list[Rule]]:
    """The modules that have rules, in their order."""
    numbers = sorted({rule.header.module for rule in rules.values()})
    return {n: [rule for rule in rules.values() if rule.header.module == n] for n in numbers}


def draw(rules: Mapping[str, Rule], reports: Mapping[str, dict[str, Any]], hits: Mapping[str, int]) -> None:
    """One card a module, in two columns to be read downwards; `reports` and `hits` by rule code."""
    modules = by_module(rules)
    before = list(accumulate(map(len, modules.values()), initial=0))
    for place, column in enumerate(st.columns(2)):
        with column:
            for (number, listed), rules_above in zip(modules.items(), before, strict=False):
                if (2 * rules_above >= len(rules)) == bool(place):
                    with st.container(border=True, gap="xsmall", key=f"module-{number}"):
                        _card(number, listed, reports, hits)


def _card(number: int, listed: list[Rule], reports: Mapping[str, dict[str, Any]], hits: Mapping[str, int]) -> None:
    ran = [rule for rule in listed if _state(reports, rule) == "done"]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{MODULES[number]}**", width="content")
        total = _("命中 **{count}**").format(count=format.count(sum(hits.get(r.code, 0) for r in ran)))
        st.markdown(total if ran else f":gray[{_('不适用')}]", width="content")
    for rule in listed:
        _line(rule, reports.get(rule.code), hits.get(rule.code, 0))


def _line(rule: Rule, report: Mapping[str, Any] | None, hits: int) -> None:
    shape = format.tier(rule.header.tier)[0]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        open_rule = partial(url.put, rule=rule.code)
        st.button(f"{shape} {rule.header.title}", key=f"rule_{rule.code}", on_click=open_rule, type="tertiary")
        st.markdown(_found(report, hits), width="content")


def _found(report: Mapping[str, Any] | None, hits: int) -> str:
    if report is None:
        return f":gray[{_('未比对')}]"
    if report["state"] != "done":
        return f":gray[{not_applicable(report)}]"
    return format.count(hits) + (" :orange[▲]" if report["warning"] else "")


def not_applicable(report: Mapping[str, Any]) -> str:
    """不适用(缺少:车辆登记)"""
    return _("不适用({why})").format(why=report["why_not"])


def say_not_applicable(run: Run, codes: Sequence[str]) -> None:
    """For a list of these rules that is empty: which of them were not run, and why; 0 would be a finding."""
    for report in run.manifest["rules"]:
        if report["code"] in codes and report["state"] != "done":
            st.warning(f"{catalogue()[report['code']].header.title}:{not_applicable(report)}")


def _state(reports: Mapping[str, dict[str, Any]], rule: Rule) -> str:
    return str(reports.get(rule.code, {}).get("state", ""))
