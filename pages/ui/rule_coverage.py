"""数据覆盖: for each rule, whether it can run here, how much of what it asks joins, how old its registers are."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.engine import Engine
from analytics.rules.coverage import Register, RuleCoverage, coverage
from analytics.viewer import Viewer
from pages.ui import format
from pages.ui.ask_money import kept
from pages.ui.cards import Card, narrow_only, wide_only
from pages.ui.words import _


def answer(found: list[RuleCoverage]) -> str:
    """The page's question in one line."""
    runs = sum(not one.why_not for one in found)
    behind = sum(bool(one.behind) and not one.why_not for one in found)
    said = _("**{all}** 条规则中 **{runs}** 条可以比对").format(all=len(found), runs=runs)
    lacking = len(found) - runs
    said += _(",**{count}** 条缺少比对库").format(count=lacking) if lacking else ""
    return said + (_(";**{count}** 条的比对库早于最近的发放。").format(count=behind) if behind else _("。"))


def ask(viewer: Viewer, engine: Engine) -> list[RuleCoverage]:
    return kept(coverage, viewer, engine)


def draw(found: list[RuleCoverage]) -> None:
    """A row for each rule and register it reads; as cards on a phone."""
    rows = [_row(one, register) for one in found for register in one.registers or (None,)]
    with wide_only("coverage"):
        st.dataframe(
            pd.DataFrame(rows),
            hide_index=True,
            height=620,
            column_config={
                _("规则"): st.column_config.TextColumn(width=240),
                _("可关联"): st.column_config.TextColumn(width=330),
            },
            alt=_("各规则的数据覆盖"),
            placeholder=format.NOTHING,
        )
    narrow_only([_card(one) for one in found])
    st.caption(_("比对库早于最近一笔发放的,其后的变化(如死亡、离职)不在其中,命中的理由里会写明。"))


def _row(one: RuleCoverage, register: Register | None) -> dict[str, object]:
    head = {_("规则"): f"{one.rule.code} {one.rule.header.title}", _("能否比对"): _state(one)}
    if register is None:
        return head | {_("比对库"): _("仅用发放记录")}
    return head | {
        _("比对库"): register.need.title,
        _("来源部门"): register.need.senders or None,
        _("数据日期"): format.day(register.need.data_date),
        _("早于最近发放(天)"): register.days_behind or None,
        _("可关联"): _joined(register) or None,
    }


def _state(one: RuleCoverage) -> str:
    return f"✕ {one.why_not}" if one.why_not else _("✓ 可以")


def _joined(register: Register) -> str:
    if register.share is None:
        return ""
    return (
        f"{format.share(register.share)}({register.join},{format.count(register.found)}/{format.count(register.whole)})"
    )


def _card(one: RuleCoverage) -> Card:
    lines = "; ".join(
        f"{r.need.title} {format.day(r.need.data_date)} {_joined(r)}" for r in one.registers if r.need.present
    )
    title = f"{one.rule.code} {one.rule.header.title}"
    return Card(_state(one), "", title, lines or _("仅用发放记录"), "", "rules", {"rule": one.rule.code})
