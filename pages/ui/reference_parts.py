"""The parts of 参照数据: what is in force, a table's rows in words, the versions there were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial

import pandas as pd
import streamlit as st

from analytics.permissions import may
from analytics.reference import TABLES, EditTable, Field, Reference, current_reference, list_versions
from analytics.reference_edits import masked_key, restore
from analytics.rules import catalogue
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import format, reference_form, session, table, url
from pages.ui.table import Column
from pages.ui.words import _

# What codes in a cell are called.
WORDS: dict[str, str] = {
    "true": "是",
    "false": "否",
    "person": "按人",
    "household": "按户",
    "plot": "按地块",
    "per_unit": "按单位标准",
    "graded": "分档",
    "top_up": "补差",
}
# Numbers of a rule that only its SQL reads, for each kind of programme: no parameters of its header.
BY_KIND: dict[str, dict[str, str]] = {"C12": {"above": "筛查标准(高于即列)"}}
_SAID = "reference-said"
# Fields that hold keys of the vault -> its kind: shown masked.
KEYS = {"account": "account", "for_person": "person"}
Row = Mapping[str, str]


def in_force(reference: Reference) -> str:
    """Which version is in force, by whom and since when."""
    told = reference.manifest
    if not told:
        return _("现用的是程序自带的初始数据,县里还没有改过。每次修改留下一个版本,比对随之重新计算。")
    at = format.minute(datetime.fromisoformat(told["at"]))
    return _("现用版本由 {by} 于 {at} 修改:{reason}").format(by=told["by"], at=at, reason=told["reason"])


def say(text: str) -> None:
    """Tell it on the next run of the page."""
    st.session_state[_SAID] = text


def said() -> None:
    """What the last edit came to."""
    text = st.session_state.pop(_SAID, "")
    if text:
        st.success(text)


def listed(edited: EditTable, rows: list[dict[str, str]], editing: bool) -> None:
    """The rows, fifty a page; a cell opens the row for editing."""
    first = (url.page_number() - 1) * table.PAGE_SIZE
    shown = rows[first : first + table.PAGE_SIZE]
    frame = pd.DataFrame([{field.name: worded(field, row) for field in edited.fields} for row in shown])
    frame["_row"] = range(first, first + len(shown))
    columns = [Column(field.name, _(field.title), sorts=False) for field in edited.fields]
    open_row = partial(_open, edited.name) if editing else None
    if editing:
        st.caption(_("点任一格修改该行。"))
    table.show(f"reference-{edited.name}", frame, columns, total=len(rows), alt=_(edited.title), on_open=open_row)


def _open(name: str, row: dict[str, object]) -> None:
    reference_form.ask(name, int(str(row["_row"])))


def rules() -> dict[str, str]:
    """Code of a rule -> code and title."""
    return {code: f"{code} {rule.header.title}" for code, rule in catalogue().items()}


def numbers_of(rule: str) -> dict[str, str]:
    """Name -> what it is called, of every number a county may set for the rule of this code."""
    known = catalogue().get(rule)
    named = {name: number.title for name, number in known.header.parameters.items()} if known else {}
    return named | {name: _(title) for name, title in BY_KIND.get(rule, {}).items()}


def worded(field: Field, row: Row) -> str:
    """A cell as people read it: keys of the vault masked, codes by what they are called."""
    value = row.get(field.name, "")
    if field.name == "rule":
        known = catalogue().get(value)
        return f"{value} {known.header.title}" if known else value
    if field.name == "parameter":
        return numbers_of(row["rule"]).get(value, value)
    if value and field.name in KEYS:
        return masked_key(session.store(), KEYS[field.name], int(value))
    if field.type == "flag" or field.choices:
        return _(WORDS.get(value, value)) if value else ""
    return value


def history(viewer: Viewer, reference: Reference) -> None:
    """The versions there were; each can be put in force again."""
    versions = list_versions(session.store())
    if not versions:
        return
    with st.expander(_("历次版本({count})").format(count=len(versions))):
        for version in versions:
            _version(viewer, version, version.version == reference.version)
        if reference.version != current_reference().version:
            _again(viewer, "seeds", _("恢复程序自带的初始数据"))


def _told(edited: EditTable, row: Row) -> Iterator[str]:
    yield from (worded(field, row) for field in edited.fields if row.get(field.name) and field.name not in KEYS)


def _version(viewer: Viewer, version: Reference, current: bool) -> None:
    told = version.manifest
    at = format.minute(datetime.fromisoformat(told["at"]))
    state = _("现用") if current else ""
    st.markdown(f"**{at}** · {told['by']} · {format.plain(told['reason'])} :blue[{state}]")
    for sign, rows in (("+", told.get("added", ())), ("−", told.get("removed", ()))):
        for row in rows:
            st.caption(f"{sign} " + " · ".join(map(format.plain, _told(TABLES[told["table"]], row))))
    if not current:
        _again(viewer, version.version, _("恢复此版本"))


def _again(viewer: Viewer, version: str, label: str) -> None:
    if not may(viewer, "reference"):
        return
    with st.popover(label, key=f"restore_{version}"):
        reason = st.text_input(_("理由(必填,记入日志)"), key=f"why_{version}", max_chars=200)
        if st.button(_("恢复"), key=f"do_{version}", type="primary"):
            try:
                restore(viewer, session.store(), version, reason)
            except Refused as refusal:
                st.error(str(refusal))
                return
            say(_("已恢复。") + next_step())
            st.rerun()


def next_step() -> str:
    """What an edit asks for: the comparison over the new numbers."""
    return _("重新比对后,疑点按新数据计算。") if current_snapshot(session.store()) else ""
