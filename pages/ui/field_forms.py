"""The three forms of 报送; each ends in one request, and says so or why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from analytics.records import requests
from analytics.viewer import Place, Viewer
from analytics.words import Refused
from pages.ui.drop_zone import own_words
from pages.ui.intake_visit import forget_upload
from pages.ui.pick import forget, fresh_key
from pages.ui.words import _

SAID = "field_said"
Known = Mapping[str, Mapping[int, str]]


def said() -> None:
    """What the last form came to, once."""
    if sentence := st.session_state.pop(SAID, ""):
        st.success(sentence)


def upload(viewer: Viewer, known: Known) -> None:
    """Files for the county to take in."""
    place = _place(viewer, known)
    files = _files(_("把要报送的文件拖到这里"), several=True)
    _send(viewer, "upload", place, {}, files, _("报送 {count} 个文件").format(count=len(files)), bool(files))


def precheck(viewer: Viewer, known: Known) -> None:
    """A roster about to be paid."""
    place = _place(viewer, known)
    programmes = known["programme"]
    chosen = st.selectbox(
        _("发放项目"),
        list(programmes),
        index=0 if len(programmes) == 1 else None,
        format_func=lambda key: programmes[key],
        placeholder=_("请选择"),
        key="field_programme",
    )
    st.caption(_("名册须有身份证号和金额两列。回复按行说明“通过”或“需核”,不说明具体情况。"))
    files = _files(_("把准备发放的名册拖到这里"), several=False)
    ready = bool(files) and chosen is not None and place.department is not None
    _send(viewer, "precheck", place, {"programme": chosen}, files, _("申请预审"), ready)


def correction(viewer: Viewer, known: Known) -> None:
    """Something in what was sent that is wrong."""
    place = _place(viewer, known)
    where = st.text_input(_("哪份名册、哪一行"), key=fresh_key("field_where"), max_chars=200)
    what = st.text_area(_("现在是什么,应当是什么"), key=fresh_key("field_what"), max_chars=2000)
    st.caption(_("内容加密保存,只有办理人能看到。附证明材料更快(可不附)。"))
    files = _files(_("把证明材料拖到这里"), several=True)
    ready = bool(where.strip() and what.strip())
    _send(viewer, "correction", place, {"where": where.strip(), "what": what.strip()}, files, _("申请更正"), ready)


def _place(viewer: Viewer, known: Known) -> Place:
    """The township or department it is for: asked only where there are several."""
    unit = "township" if viewer.scope.townships is not None else "department"
    titles = known[unit]
    label = _("报送乡镇") if unit == "township" else _("报送部门")
    chosen = st.selectbox(
        label,
        list(titles),
        index=0 if len(titles) == 1 else None,
        format_func=lambda key: titles[key],
        placeholder=_("请选择"),
        key=f"field_{unit}",
    )
    return Place(**{unit: chosen})


def _files(prompt: str, *, several: bool) -> list[Any]:
    own_words(prompt, _("选择文件"))
    key = fresh_key("field_files")
    found = st.file_uploader(prompt, accept_multiple_files=several, key=key, label_visibility="collapsed")
    return list(found or []) if several else [found] if found is not None else []


def _send(
    viewer: Viewer, kind: requests.Kind, place: Place, form: dict[str, Any], files: list[Any], label: str, ready: bool
) -> None:
    reason = st.text_input(_("理由(必填,记入日志)"), key=fresh_key("field_reason"), max_chars=200)
    if not st.button(label, type="primary", key="field_send"):
        return
    if not ready or place == Place():
        st.error(_("还没有填完:请选好单位,填好各项,附上文件。没有报送。"))
        return
    try:
        given = [(file.name, file.getvalue()) for file in files]
        requests.ask(viewer, kind, place, form, reason, given)
    except Refused as refused:
        st.error(str(refused))
        return
    for file in files:
        forget_upload(file.file_id)
    for key in ("field_files", "field_reason", "field_where", "field_what"):
        forget(key)
    st.session_state[SAID] = _("已报送,县里办理后结果在“报送记录”。")
    st.rerun()
