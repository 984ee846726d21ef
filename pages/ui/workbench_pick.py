"""比对工作台, step one: which two lists, by what, for which days; a list may be uploaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from analytics.engine import Engine
from analytics.viewer import Viewer
from analytics.words import Refused
from analytics.workbench import Question, Shelf, Ticked, choices, match_keys, take
from analytics.workbench.compare import BY
from analytics.workbench.keep import kept_lists
from analytics.workbench.upload import describe
from pages.ui import format, url
from pages.ui.drop_zone import own_words
from pages.ui.intake_visit import forget_upload
from pages.ui.pick import forget, fresh_key
from pages.ui.words import _

SIDES = {"left": "第一份名单", "right": "第二份名单"}
FORMATS = ["csv", "txt", "xls", "xlsx", "et", "ods"]


def question(viewer: Viewer, engine: Engine, shelf: Shelf) -> Question | None:
    """What is asked, once both lists are ticked. Refused for days that are none."""
    lists = choices(viewer, engine, shelf, kept_lists(viewer, engine))
    with st.container(border=True):
        for side, column in zip(SIDES, st.columns(2), strict=True):
            with column:
                _list(side, lists)
        _upload(viewer, engine, shelf)
        left, right = (_ticked(side, lists) for side in SIDES)
        if left is None or right is None:
            return None
        with st.container(horizontal=True, vertical_alignment="bottom"):
            by = _by(engine, shelf, left, right)
            since, until = _day("since", _("自")), _day("until", _("至"))
    return Question(left, right, by, since, until)


def _ticked(side: str, lists: Mapping[Ticked, str]) -> Ticked | None:
    found = Ticked.read(url.get(side))
    return found if found in lists else None


def _list(side: str, lists: Mapping[Ticked, str]) -> None:
    names = {str(ticked): title for ticked, title in lists.items()}
    chosen = url.get(side) if url.get(side) in names else ""
    _box(_(SIDES[side]), side, chosen, {"": _("(未选)"), **names})


def _by(engine: Engine, shelf: Shelf, left: Ticked, right: Ticked) -> str:
    here, there = (match_keys(engine, shelf, ticked) for ticked in (left, right))
    shared = {key: _(words) for key, words in BY.items() if key in here and key in there}
    if not shared:
        raise Refused("两份名单没有共同的比对项(身份证号、账号、电话、户、姓名加村)。请换一份名单。")
    chosen = url.get("by") if url.get("by") in shared else next(iter(shared))
    _box(_("按什么比对"), "by", chosen, shared, width=220)
    return chosen


def _box(label: str, name: str, chosen: str, options: Mapping[str, str], width: int | str = "stretch") -> None:
    """One select box over the address."""
    key = f"workbench:{name}:{chosen}:{len(options)}"
    st.selectbox(
        label,
        list(options),
        index=list(options).index(chosen),
        format_func=lambda code: options[code],
        key=key,
        on_change=_change(name, key),
        width=width,
    )


def _day(name: str, label: str) -> date | None:
    """A day typed as 2016-01-01; blank is open."""
    value = url.get(name)
    key = f"workbench:{name}:{value}"
    st.text_input(
        label, value, key=key, placeholder="2016-01-01", max_chars=10, on_change=_change(name, key), width=130
    )
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise Refused("日期“{value}”读不出来。请写成 2016-01-01 的样子,或留空。", value=value[:10]) from None


def _change(name: str, key: str) -> Callable[[], None]:
    return url.follow(key, name, lambda typed: str(typed).strip(), side=None, sort=None)


def _upload(viewer: Viewer, engine: Engine, shelf: Shelf) -> None:
    """A list of one's own, gone with the sign-in; what it was read as is said at once."""
    with st.expander(_("上传一份名单")):
        st.caption(_("表头要有身份证号、账号、电话、户号或姓名。名单只在本次登录中使用,退出即清除;不会导入数据。"))
        key = fresh_key("workbench_upload")
        own_words(_("把名单拖到这里"), _("选择文件"))
        given = st.file_uploader(_("名单文件"), type=FORMATS, key=key, label_visibility="collapsed")
        if given is not None:
            _take(viewer, engine, shelf, given)
        for token in shelf.tokens():
            about = shelf.about(token)
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.caption(format.plain(f"{about['title']}:{describe(about)}"), width="content")
                st.button(_("清除"), key=f"drop_{token}", on_click=shelf.take_away, args=(token,), type="tertiary")


def _take(viewer: Viewer, engine: Engine, shelf: Shelf, given: Any) -> None:
    try:
        token = take(viewer, engine, shelf, given.name, given.getbuffer())
    except Refused as refusal:
        st.error(str(refusal))
        return
    forget("workbench_upload")
    forget_upload(given.file_id)
    side = "left" if Ticked.read(url.get("left")) is None else "right"
    url.put(**{side: f"upload:{token}", "side": None, "sort": None})
    st.rerun()
