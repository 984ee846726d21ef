"""下钻: from the county down to one payment, by place or by programme, either way and crossed."""

import streamlit as st

from analytics import drilldown
from analytics.filters import Filters
from analytics.rules import latest_run
from analytics.viewer import Viewer
from pages.ui import (
    desk,
    drill_chart,
    drill_children,
    drill_lists,
    filters,
    format,
    layout,
    session,
    story_parts,
    url,
)
from pages.ui.ask_money import kept
from pages.ui.drill_view import View
from pages.ui.fold import fold
from pages.ui.words import _

FIELDS = ("township", "village", "department", "programme", "year")
TABS = {
    "children": drill_children.children,
    "payments": drill_lists.payments,
    "suspects": drill_lists.suspect_rows,
    "households": drill_lists.households,
    "trend": drill_children.trend,
}
TITLES = {"payments": "发放", "suspects": "疑点", "households": "户", "trend": "趋势"}


def page(viewer: Viewer) -> None:
    title = _("下钻")
    engine = desk.engine_or_stop(title)
    run = latest_run(session.store(), engine.snapshot.id)
    top = st.container()
    selection = filters.bar(viewer, engine, FIELDS)
    way = drill_chart.way()
    view = View(viewer, engine, run, selection, drilldown.next_level(selection.filters, way))
    sums = kept(drilldown.totals, viewer, engine, selection.filters)
    with top:
        layout.head(title, _answer(view, sums))
        _crumbs(view)
    desk.bar(viewer)
    if not sums.payments:
        filters.nothing_found(selection, _("发放记录"))
        return
    alone = way == "place" and (selection.filters.household is not None or selection.filters.person is not None)
    with st.container(horizontal=True):
        drill_chart.way_switch(way)
        drill_chart.kind_switch(view)
    if alone:
        story_parts.draw(view)
    elif view.level:
        with fold(_("看图")):
            drill_chart.draw(view)
    _tabs(view, alone)


def _answer(view: View, sums: drilldown.Totals) -> str:
    """The level in one line."""
    said = _("共发放 **{amount}**、{payments} 笔,惠及 {households} 户 {people} 人").format(
        amount=format.headline(sums.amount),
        payments=format.count(sums.payments),
        households=format.count(sums.households),
        people=format.count(sums.people),
    )
    if view.run is None:
        return said + _("。")
    asked = kept(drilldown.suspects_by_tier, view.viewer, view.engine, view.selection.filters, view.run)
    return said + _(";疑点 **{count}** 个。").format(count=format.count(asked["asked"]))


def _crumbs(view: View) -> None:
    steps = kept(drilldown.breadcrumb, view.viewer, view.engine, view.selection.filters)
    links = [(format.plain(step.title), _go, (step.filters,)) for step in steps[:-1]]
    layout.breadcrumb(links, format.plain(steps[-1].title))


def _go(there: Filters) -> None:
    query = there.to_query()
    gone = {name: None for name in (*FIELDS, "household", "person", "tab", "sort") if name not in query}
    url.put(**gone, **query)


def _tabs(view: View, alone: bool) -> None:
    """One list at a time, named in the address."""
    titles = {"children": drill_children.LEVEL_TITLES.get(view.level, ""), **TITLES}
    known = [name for name in TABS if not (name == "children" and (alone or not view.level))]
    known = [name for name in known if not (name == "households" and alone)]
    chosen = url.get("tab") if url.get("tab") in known else known[0]
    key = f"tab:{chosen}:{len(known)}"
    st.segmented_control(
        _("看什么"),
        known,
        default=chosen,
        required=True,
        format_func=lambda name: _(titles[name]),
        key=key,
        on_change=url.follow(key, "tab", sort=None),
        label_visibility="collapsed",
    )
    TABS[chosen](view)


page(session.viewer())
