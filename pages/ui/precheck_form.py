"""The roster of this visit: dropped, what it is taken for, and the question about it."""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from analytics.codebook import Codebook, Unit, codebook
from analytics.columns import title_of
from analytics.engine import Engine
from analytics.intake import uploads
from analytics.precheck import Asked
from analytics.precheck.job import start
from analytics.precheck.roster import read_roster
from analytics.records import prechecks
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import format, session
from pages.ui.drop_zone import own_words
from pages.ui.intake_visit import forget_upload
from pages.ui.pick import forget, fresh_key
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _

KEY, DROP = "precheck_visit", "precheck_drop"


@dataclass
class Visit:
    """The file in the store's uploads, and what it is taken for: rows of (sheet, payees' rows, columns)."""

    token: str = ""
    path: Path | None = None
    taken: list[tuple[str, int, Mapping[str, str]]] = field(default_factory=list)
    left_out: tuple[str, ...] = ()
    programme: int | None = None
    refused: str = ""

    @property
    def rows(self) -> int:
        return sum(rows for _sheet, rows, _columns in self.taken)


def show(viewer: Viewer, engine: Engine) -> None:
    """The drop zone; once there is a roster, what it is taken for and the question."""
    here = _visit()
    if here.refused:
        st.error(here.refused)
    if here.path is None:
        _drop(codebook(engine))
        return
    _taken(here)
    _ask(viewer, here, codebook(engine))


def _visit() -> Visit:
    """This browser session's visit; one whose file was swept begins anew."""
    here: Visit = st.session_state.setdefault(KEY, Visit())
    if here.token and not uploads.waits(session.store(), here.token):
        here = st.session_state[KEY] = Visit()
    return here


def _drop(book: Codebook) -> None:
    st.caption(_("表格文件:xlsx、xls、et、ods、csv;名册须有身份证号和金额两列。"))
    own_words(_("把准备发放的名册拖到这里"), _("选择文件"))
    file = st.file_uploader(_("待发名册"), key=fresh_key(DROP), label_visibility="collapsed")
    if file is not None:
        forget(DROP)  # first: a file that breaks the page must not come again with every click
        _receive(file, book)
        st.rerun()


def _receive(file: Any, book: Codebook) -> None:
    """Put the file into the store's uploads and look at it; Streamlit forgets its own copy."""
    store = session.store()
    here = st.session_state[KEY] = Visit(uploads.new_folder(store))
    weakref.finalize(here, uploads.drop, store, here.token)  # when the tab is closed
    try:
        path = uploads.put(store, here.token, file.name, file.getbuffer())
        found = read_roster(path, store)
    except Refused as refused:
        uploads.drop(store, here.token)
        st.session_state[KEY] = Visit(refused=str(refused))
    else:
        here.path, here.left_out = path, found.left_out
        here.programme = found.likely({key: unit.title for key, unit in book.units["programme"].items()})
        here.taken = [(part.sheet.sheet or found.file, len(part.rows), part.plan.mapped) for part in found.parts]
    finally:
        forget_upload(file.file_id)


def _taken(here: Visit) -> None:
    rows = [
        (sheet, format.count(count), _("、").join(f"{title_of(c)}←{header}" for c, header in columns.items()))
        for sheet, count, columns in here.taken
    ]
    head = (_("工作表"), _("行数"), _("各列认作"))
    st.html(LOOK + plain_table(head, rows, right={1}, alt=_("名册认作什么")))
    if here.left_out:
        st.caption(_("没有身份证号列、不预审的工作表:{sheets}").format(sheets=_("、").join(here.left_out)))


def _ask(viewer: Viewer, here: Visit, book: Codebook) -> None:
    """Whose roster, for which programme, and why."""
    mine = viewer.scope.departments
    departments = {k: u for k, u in book.units["department"].items() if mine is None or k in mine}
    guess = book.units["programme"].get(here.programme or 0)
    whose = _choose(_("报送部门"), departments, guess.above if guess else None, "department")
    programmes = {k: u for k, u in book.units["programme"].items() if u.above in (0, whose)}
    what = _choose(_("发放项目"), programmes, guess.key if guess else None, f"programme_{whose}")
    reason = st.text_input(_("预审理由(必填,记入日志)"), key="precheck_reason", max_chars=200)
    left = prechecks.left(viewer)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = _("开始预审 {count} 行").format(count=format.count(here.rows))
        if st.button(label, type="primary", icon=":material/fact_check:", key="precheck_start"):
            _start(viewer, here, whose, what, reason)
        st.button(_("换一个文件"), type="tertiary", key="precheck_discard", on_click=_discard)
        text = _("今天还可预审 {uploads} 次、{rows} 行。")
        st.caption(text.format(uploads=left.uploads, rows=format.count(left.rows)))


def _choose(label: str, units: Mapping[int, Unit], guess: int | None, key: str) -> int | None:
    keys = sorted(units, key=lambda k: units[k].title)
    place = keys.index(guess) if guess in keys else 0 if len(keys) == 1 else None
    return st.selectbox(
        label,
        keys,
        index=place,
        format_func=lambda k: units[k].title,
        placeholder=_("请选择"),
        key=f"precheck_{key}",
    )


def _start(viewer: Viewer, here: Visit, department: int | None, programme: int | None, reason: str) -> None:
    if department is None or programme is None or here.path is None:
        st.error(_("请先选择报送部门和发放项目。"))
        return
    try:
        start(viewer, session.store(), here.path, session.session_id(), Asked(department, programme, reason))
    except Refused as refused:
        st.error(str(refused))
        return
    _discard()
    st.rerun()


def _discard() -> None:
    uploads.drop(session.store(), _visit().token)
    st.session_state[KEY] = Visit()
