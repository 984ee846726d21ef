"""试算: step a number of a rule and see what comes and goes; save it as the county's own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics.engine import Engine
from analytics.permissions import may
from analytics.reference_edits import set_value
from analytics.rules import Rule, dryrun
from analytics.rules.header import Number
from analytics.rules.parameters import resolve
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import charts, format, session
from pages.ui.words import _


def draw(viewer: Viewer, engine: Engine, rule: Rule) -> None:
    """The number, what it would give beside the present one, how the measures lie, and saving it."""
    st.subheader(_("试算"), anchor=False)
    if rule.header.reads_hits:
        st.caption(_("这条规则看其他规则的命中,须与它们同批比对,不能单独试算。"))
        return
    numbers = resolve({rule.code: rule}, None, engine.reference)[rule.code]
    name = _parameter(rule)
    tried = _value(rule, name, numbers)
    try:
        with st.spinner(_("正在试算…"), show_time=True):
            told = dryrun.trial(viewer, engine, rule, name, tried, numbers)
    except Refused as refusal:
        st.info(str(refusal))
        return
    _told(rule, name, told)
    if dryrun.at_once(rule, name):
        _spread(viewer, engine, rule, numbers, tried, numbers[name])
    _saving(viewer, rule, name, tried, numbers[name])


def _parameter(rule: Rule) -> str:
    """The parameter to step: the fence's first."""
    names = list(rule.header.parameters)
    if rule.header.fence:
        names.sort(key=lambda name: name != rule.header.fence.parameter)
    if len(names) == 1:
        return names[0]
    return str(
        st.selectbox(_("试算哪个参数"), names, format_func=lambda n: rule.header.parameters[n].title, key="trial_which")
    )


def _value(rule: Rule, name: str, numbers: Mapping[str, Number]) -> Number:
    asked = rule.header.parameters[name]
    cast = int if asked.type == "integer" else float
    typed = st.number_input(
        f"{asked.title}({_(asked.unit)})" if asked.unit else asked.title,
        min_value=cast(asked.min),
        max_value=cast(asked.max),
        value=cast(numbers[name]),
        step=cast(asked.step),
        key=f"trial_{rule.code}_{name}",
        help=_("现用 {value};允许 {low}—{high}").format(value=numbers[name], low=asked.min, high=asked.max),
    )
    return asked.number(Decimal(str(typed)))


def _told(rule: Rule, name: str, told: dryrun.Trial) -> None:
    with st.container(horizontal=True, gap="small"):
        for title, hits, amount in (
            (_("试算命中"), told.hits, told.amount),
            (_("现用命中"), told.present_hits, told.present_amount),
            (_("增加"), told.coming, told.coming_amount),
            (_("减少"), told.going, told.going_amount),
        ):
            with st.container(border=True, width=190, gap=None):
                st.metric(title, format.count(hits))
                st.caption(format.headline(amount))
    fence = rule.header.fence
    if fence and fence.excess_moves and dryrun.at_once(rule, name):
        st.caption(_("本规则的疑点金额随阈值变化,这里按最宽口径计。"))


def _spread(
    viewer: Viewer, engine: Engine, rule: Rule, numbers: Mapping[str, Number], tried: Number, present: Number
) -> None:
    """How the measures of all that the loosest value lets through lie, with the two lines."""
    fence = rule.header.fence
    assert fence is not None
    found = dryrun.spread(viewer, engine, rule, numbers)
    middles = [(a + b) / 2 for a, b in zip(found.edges, found.edges[1:], strict=False)]
    widths = [b - a for a, b in zip(found.edges, found.edges[1:], strict=False)]
    figure = go.Figure(
        go.Bar(x=middles, y=found.counts, width=widths, marker_color=charts.BLUE, hovertemplate="%{x:,.2f}: %{y:,d}")
    )
    for value, colour, dash in ((present, charts.GREY, "dot"), (tried, charts.BLUE, "solid")):
        figure.add_vline(x=float(value), line_color=colour, line_dash=dash, line_width=2)
    if found.edges[0] > 0 and found.edges[-1] / found.edges[0] > 100:
        figure.update_xaxes(type="log")
    title = _("{measure}的分布;实线为试算值,虚线为现用值").format(measure=fence.measure)
    twin = pd.DataFrame({_("自"): found.edges[:-1], _("至"): found.edges[1:], _("命中"): found.counts})
    charts.show("spread", figure, rows=twin, title=title, unit=_("条"), height=260)


def _saving(viewer: Viewer, rule: Rule, name: str, tried: Number, present: Number) -> None:
    """Keep the number as the county's own, with a reason; the next run uses it."""
    if tried == present or not may(viewer, "reference"):
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = st.text_input(_("保存为县定值的理由(必填,记入日志)"), key="trial_why", max_chars=200)
        if st.button(_("保存为县定值"), key="trial_save", type="primary"):
            try:
                set_value(viewer, session.store(), rule.code, name, Decimal(tried), reason)
            except Refused as refusal:
                st.error(str(refusal))
                return
            st.session_state.pop(f"trial_{rule.code}_{name}", None)
            st.toast(_("已保存。重新比对后按新值计算。"))
            st.rerun()
