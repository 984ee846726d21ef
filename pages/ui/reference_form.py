"""One row of a reference table, edited in a dialog: fields by their type, a reason, save or take out."""

from __future__ import annotations

import streamlit as st

from analytics.engine import open_engine
from analytics.reference import TABLES, EditTable, Field, current_reference
from analytics.reference_edits import known_key, save
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.ui import reference_parts, session
from pages.ui.words import _

_ASKED = "reference-row"
_UNITS = {"programme.code": "programme", "township.code": "township", "place.code": "place"}


def ask(table: str, row: int | None) -> None:
    """Open a row (None: a new one) in the run that follows (for a callback)."""
    st.session_state[_ASKED] = (table, row)


def show_if_asked(viewer: Viewer) -> None:
    """The dialog, from a click on a cell or 新增一行 until it is saved or closed."""
    asked = st.session_state.get(_ASKED)
    if asked:
        name, row = asked
        title = _("新增一行") if row is None else _("修改一行")
        st.dialog(f"{title}:{_(TABLES[name].title)}", on_dismiss=_close)(_draw)(viewer, TABLES[name], row)


def _close() -> None:
    st.session_state.pop(_ASKED, None)


def _draw(viewer: Viewer, table: EditTable, place: int | None) -> None:
    rows = current_reference(session.store()).rows(table.name)
    old = rows[place] if place is not None and place < len(rows) else {}
    values = {field.name: _input(field, old.get(field.name, "")) for field in table.fields}
    reason = st.text_input(_("理由(必填,记入日志)"), key="reference_why", max_chars=200)
    rest = [row for number, row in enumerate(rows) if number != place]
    with st.container(horizontal=True):
        if st.button(_("保存为新版本"), type="primary", key="reference_save"):
            at = len(rest) if place is None else place
            _save(viewer, table, [*rest[:at], values, *rest[at:]], reason)
        if old and st.button(_("删去此行"), key="reference_drop"):
            _save(viewer, table, rest, reason)


def _save(viewer: Viewer, table: EditTable, rows: list[dict[str, str]], reason: str) -> None:
    try:
        before = current_reference(session.store())
        made = save(viewer, session.store(), table.name, rows, reason)
    except Refused as refusal:
        st.error(str(refusal))
        return
    text = _("与现用版本相同,没有另存。") if made == before else _("已保存为新版本。") + reference_parts.next_step()
    _close()
    reference_parts.say(text)
    st.rerun()


def _input(field: Field, value: str) -> str:
    label, key = _(field.title) + ("" if field.required else _("(可空)")), f"reference_{field.name}"
    if field.name in reference_parts.KEYS:
        return _vault_key(field, value, label, key)
    choices = _choices(field)
    if choices:
        options = ([] if field.required and value else [""]) + list(choices | ({value: value} if value else {}))
        chosen = st.selectbox(
            label,
            options,
            index=options.index(value) if value in options else 0,
            format_func=lambda code: choices.get(code, code) or _("(未选)"),
            key=key,
        )
        return str(chosen or "")
    hint = "2016-01-01" if field.type == "date" else None
    return str(st.text_input(label, value, key=key, placeholder=hint, max_chars=500)).strip()


def _choices(field: Field) -> dict[str, str]:
    """Value -> what it is called, where a field has a list of values."""
    if field.type == "flag":
        return {code: _(reference_parts.WORDS[code]) for code in ("true", "false")}
    if field.choices:
        return {code: _(reference_parts.WORDS.get(code, code)) for code in field.choices}
    if field.name == "rule":
        return reference_parts.rules()
    if field.name == "parameter":
        return reference_parts.numbers_of(str(st.session_state.get("reference_rule") or ""))
    if field.of == "programme_kind.kind":
        return {row["kind"]: row["kind"] for row in current_reference(session.store()).rows("programme_kind")}
    return _titled(_UNITS[field.of]) if field.of in _UNITS else {}


def _titled(unit: str) -> dict[str, str]:
    snapshot = current_snapshot(session.store())
    if snapshot is None:
        return {}
    rows = open_engine(snapshot).rows(f"SELECT code, title FROM {unit} ORDER BY code")
    return {row["code"]: f"{row['code']} {row['title']}" for row in rows}


def _vault_key(field: Field, value: str, label: str, key: str) -> str:
    """A number typed in full stands as its key; what stands already is shown masked and kept when nothing is typed."""
    kind = reference_parts.KEYS[field.name]
    shown = reference_parts.worded(field, {field.name: value})
    typed = st.text_input(label, key=key, placeholder=shown or _("完整号码"), max_chars=40).strip()
    if not typed:
        return value
    found = known_key(session.viewer(), session.store(), kind, typed)
    if found is None:
        st.error(_("库中没有这个号码,请核对。"))
    return str(found or "")
