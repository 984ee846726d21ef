"""总览: what is new, what is most urgent, what was paid and to whom, and where."""

import streamlit as st

from analytics import drilldown
from analytics.filters import Filters
from analytics.rules import latest_run
from analytics.suspects.news import news
from analytics.viewer import Viewer
from pages.ui import ask_suspects, charts, desk, filters, layout, overview_parts, session
from pages.ui.ask_money import kept
from pages.ui.words import _

TABS = {"map": "各乡镇", "years": "按年和部门", "funnel": "从命中到疑点", "fresh": "数据新旧"}


def page(viewer: Viewer) -> None:
    title = _("总览")
    engine = desk.engine_or_stop(title)
    run = latest_run(session.store(), engine.snapshot.id)
    found = kept(drilldown.overview, viewer, engine, Filters(), run)
    totals = ask_suspects.totals(viewer, engine, run, Filters()) if run else None
    if not found.sums.payments:
        layout.head(title)
        filters.nothing_found(filters.resolve(viewer, engine), _("发放记录"))
        return
    brought = news(viewer, engine, run) if run else None
    layout.head(title, overview_parts.sentence(found, brought, totals, engine))
    if run is None:
        desk.no_run(viewer)
    else:
        desk.bar(viewer)
        overview_parts.urgent(viewer, engine, run, brought)
    overview_parts.figures(found, totals)
    parts = {
        "map": lambda: overview_parts.townships(viewer, engine, found, _narrow("township")),
        "years": lambda: overview_parts.years(viewer, engine, _narrow("year")),
        "funnel": lambda: overview_parts.funnel(found),
        "fresh": lambda: overview_parts.fresh(viewer, engine),
    }
    for name, tab in zip(TABS, st.tabs([_(t) for t in TABS.values()], key="parts", on_change="rerun"), strict=True):
        if tab.open:
            with tab:
                parts[name]()


def _narrow(field: str) -> charts.Pick:
    """What a click on a township or year does: it opens 下钻 there, once this run's callbacks are over."""
    return lambda code: st.session_state.update(narrow={field: code})


asked = st.session_state.pop("narrow", None)
if asked:
    st.switch_page(overview_parts.DRILLDOWN, query_params=asked)
page(session.viewer())
