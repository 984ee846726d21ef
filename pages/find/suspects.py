"""疑点: what is worth asking, the most urgent first."""

from typing import Any

import streamlit as st

from analytics.viewer import Viewer
from pages.ui import (
    ask_suspects,
    desk,
    filters,
    layout,
    own_hits,
    quick_look,
    rule_cards,
    session,
    suspect_list,
    table,
    url,
)
from pages.ui.words import _

FIELDS = ("township", "village", "programme", "tier", "rule")
FURTHER = ("department", "module", "subject", "new", "cadre", "year", "min_amount")
KEY = "suspects"


def page(viewer: Viewer) -> None:
    title = _("疑点")
    engine = desk.engine_or_stop(title)
    run = desk.run_or_stop(viewer, engine, title)
    top = st.container()
    selection = filters.bar(viewer, engine, FIELDS, further=FURTHER, more=suspect_list.choices())
    run = own_hits.with_own(viewer, engine, run)
    chosen, view = selection.filters, suspect_list.view()
    with st.spinner(_("正在排序……")):
        found = ask_suspects.listed(viewer, engine, run, chosen, suspect_list.sort(), url.page_number(), view)
        totals = ask_suspects.totals(viewer, engine, run, chosen)
    with top:
        layout.head(title, suspect_list.answer(found, totals))
        suspect_list.view_switch(totals)
    desk.bar(viewer)
    if not found.total:
        rule_cards.say_not_applicable(run, chosen.rule)
        filters.nothing_found(selection, _(suspect_list.NAMES[view]))
        return
    tools = st.container(horizontal=True, vertical_alignment="center", gap="xsmall")
    rows = suspect_list.shown(found)
    marked = table.show(
        KEY,
        rows,
        suspect_list.columns(),
        total=found.total,
        alt=_("疑点列表"),
        on_open=_open,
        mark_by="mark",
        cards=suspect_list.cards(rows),
        row_height=table.TALL_ROW,
    )
    with tools:
        suspect_list.files(viewer, engine, run, selection, marked)
        if marked:
            st.button(_("取消所选"), on_click=table.unmark, args=(KEY,), type="tertiary")
        with st.popover(_("排序说明"), icon=":material/sort:"):
            st.markdown(_(suspect_list.ORDER))
    quick_look.show_if_asked(viewer, engine, run)


def _open(row: dict[str, Any]) -> None:
    quick_look.ask(row["subject"], int(row["subject_key"]))


page(session.viewer())
