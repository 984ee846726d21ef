"""一村一档: one village's cadres, families, payees, programmes and suspects, on one sheet that prints."""

import streamlit as st

from analytics.engine import Engine
from analytics.export import Head
from analytics.rules import latest_run
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import ask_dossier, desk, filters, layout, session, village_sheet
from pages.ui.words import _

FIELDS = ("township", "village")
SUSPECTS = "find/suspects.py"


def page(viewer: Viewer) -> None:
    title = _("一村一档")
    engine = desk.engine_or_stop(title)
    top = st.container()
    selection = filters.bar(viewer, engine, FIELDS)
    village = selection.filters.village
    if len(village) != 1 or selection.unknown:
        with top:
            layout.head(title, _("先选乡镇,再选村(社区)。"))
        return
    try:
        draw(viewer, engine, village[0], top)
    except Refused as refusal:
        st.info(str(refusal))


def draw(viewer: Viewer, engine: Engine, village: str, top: st.delta_generator.DeltaGenerator) -> None:
    run = latest_run(session.store(), engine.snapshot.id)
    with st.spinner(_("正在汇总……")):
        found = ask_dossier.village(viewer, engine, run, village)
    with top:
        layout.head(_("{village} 一村一档").format(village=found.title))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            SUSPECTS,
            label=_("本村疑点清单"),
            icon=":material/help_center:",
            query_params={"township": found.township_code, "village": village},
        )
        st.caption(_("打印:按 Ctrl+P(苹果电脑按 ⌘P),纸张选 A4,正好一页。"), width="content")
    if run is None:
        desk.no_run(viewer)
    else:
        desk.bar(viewer)
    head = Head(viewer, found.title, engine.snapshot.id, run.id if run else "")
    village_sheet.draw(found, head)


page(session.viewer())
