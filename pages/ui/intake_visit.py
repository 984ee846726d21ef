"""The files of this visit to 数据: uploaded, looked at, settled, handed to the job. They lie in the store's uploads."""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics import jobs
from analytics.intake import settle, uploads
from analytics.intake.look import Look, look_at
from analytics.intake.mapping import Entry
from analytics.intake.plan import SheetPlan
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import session
from pages.ui.words import _

KEY = "intake_visit"


@dataclass
class Visit:
    """token of the folder; path → what the file is; what was decided about files in it; sentences to show once."""

    token: str = ""
    looks: dict[Path, Look] = field(default_factory=dict)
    drafts: list[Entry] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def of(self, state: str) -> list[Path]:
        return [path for path, look in self.looks.items() if look.state == state]


def visit() -> Visit:
    """This browser session's visit; one whose files were swept begins anew."""
    uploads.sweep(session.store())
    found: Visit = st.session_state.setdefault(KEY, Visit())
    if found.token and not uploads.waits(session.store(), found.token):
        found = st.session_state[KEY] = Visit()
    return found


def receive(files: list[Any]) -> None:
    """Put what the browser sent into the store's folder and look at it; Streamlit forgets its own copy."""
    here, store = visit(), session.store()
    if not here.token:
        here.token = uploads.new_folder(store)
        weakref.finalize(here, uploads.drop, store, here.token)  # when the tab is closed
    bar = st.progress(0.0)
    for number, file in enumerate(files):
        bar.progress(number / len(files), text=_("正在读取 {count} 个文件……").format(count=len(files)))
        try:
            path = uploads.put(store, here.token, file.name, file.getbuffer())
        except Refused as refused:
            here.notes.append(str(refused))
            break
        here.looks[path] = look_at(path, store)
        forget_upload(file.file_id)
    bar.empty()


def forget_upload(file_id: str) -> None:
    """Streamlit keeps an upload in memory for as long as the tab is open."""
    context = get_script_run_ctx()
    if context:
        context.uploaded_file_mgr.remove_file(context.session_id, file_id)


def settled(path: Path, plan: SheetPlan, answers: settle.Answers) -> None:
    """Take the answers about a sheet; once nothing is open they are kept for next month's file."""
    _decided(path, settle.entry_of(plan, answers), plan.sheet)


def header_chosen(path: Path, row: int) -> None:
    """The header of the file stands in this row (from 1)."""
    _decided(path, settle.header_entry(path.name, row), None)


def _decided(path: Path, entry: Entry, sheet: str | None) -> None:
    here, store = visit(), session.store()
    here.drafts.append(entry)
    try:
        here.looks[path] = look_at(path, store, here.drafts)
        for plan in here.looks[path].plans:
            if sheet in (None, plan.sheet) and not plan.asks:
                settle.keep(session.viewer(), store, plan)
    except Refused as refused:
        here.notes.append(str(refused))


def put_aside(path: Path) -> None:
    """The file shall not be taken in; it is removed."""
    uploads.take_away(path)
    visit().looks.pop(path, None)


def discard() -> None:
    """Remove every file of the visit."""
    uploads.drop(session.store(), visit().token)
    st.session_state[KEY] = Visit()


def start(viewer: Viewer) -> None:
    """Hand the files that are clear to a job; the others wait here."""
    here, store = visit(), session.store()
    ready = here.of("ready")
    try:
        token = uploads.hand_over(store, ready)
        jobs.start(viewer, "intake", store=str(store), uploads=token)
    except (Refused, OSError) as error:
        lost = _("文件没有交给导入任务,数据未变。请重新上传。")
        here.notes.append(str(error) if isinstance(error, Refused) else lost)
        return
    for path in [*ready, *here.of("standing")]:
        put_aside(path)
