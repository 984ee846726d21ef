"""查人: somebody is looked up for a reason; 一人一档 and 一户一档 say what was received and what is odd."""

import streamlit as st

from analytics.dossier import HouseholdFile, PersonFile
from analytics.engine import Engine
from analytics.permissions import require
from analytics.rules import latest_run
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import ask_dossier, asked_list, desk, dossier_parts, dossier_search, layout, session, time_line, url
from pages.ui.words import _

SUBJECTS = {"person": ask_dossier.person, "household": ask_dossier.household}


def page(viewer: Viewer) -> None:
    title = _("查人")
    engine = desk.engine_or_stop(title)
    try:
        require(viewer, "dossier")
        asked = next(((s, int(url.get(s))) for s in SUBJECTS if url.get(s).lstrip("-").isdigit()), None)
        if asked is None:
            search(viewer, engine, title)
        else:
            file(viewer, engine, *asked)
    except Refused as refusal:
        st.info(str(refusal))


def search(viewer: Viewer, engine: Engine, title: str) -> None:
    """The box, and under it what the last search led to."""
    layout.head(title, _("按身份证号、姓名或账号查发放情况;每次查询都记入日志,结果一律脱敏。"))
    dossier_search.form(viewer, engine)
    found = dossier_search.found_by(viewer)
    if found:
        dossier_search.results(viewer, engine, found)


def file(viewer: Viewer, engine: Engine, subject: str, key: int) -> None:
    """One file, once its opening was written down."""
    name = _("一人一档") if subject == "person" else _("一户一档")
    layout.breadcrumb([(_("查人"), _back, ())], name)
    if not dossier_search.is_open(viewer, subject, key):
        layout.head(name)
        dossier_search.ask_reason(viewer, subject, key)
        return
    run = latest_run(session.store(), engine.snapshot.id)
    with st.spinner(_("正在汇总……")):
        found = SUBJECTS[subject](viewer, engine, run, key)
    draw(viewer, engine, found, compared=run is not None)


def _back() -> None:
    url.put(person=None, household=None)


def draw(viewer: Viewer, engine: Engine, found: PersonFile | HouseholdFile, compared: bool) -> None:
    """The file; `compared` False: no run over this data yet, so nothing was asked."""
    layout.head(found.title, dossier_parts.answer(found))
    st.caption(dossier_parts.about(found))
    dossier_parts.actions(viewer, engine, found)
    st.subheader(_("问到什么"), anchor=False)
    if compared:
        desk.bar(viewer)
        asked_list.draw(found.asked)
    else:
        desk.no_run(viewer)
    st.subheader(_("领了什么"), anchor=False)
    dossier_parts.received(found)
    if found.line.num_rows:
        time_line.draw(found.line, _("全部发放,按项目;菱形为疑点涉及的发放"), "line")
    dossier_parts.around(found)


page(session.viewer())
