"""The parts of the page 审计日志: how the chain stands, what the list is narrowed by, the list, the files."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import streamlit as st

from analytics.export import TEXT_TYPE, Head, Order, csv_order
from analytics.records import audit_log
from analytics.records.audit import without_numbers
from analytics.records.audit_log import Asked, Line, LogPage
from analytics.records.audit_words import ACTS, title_of
from analytics.viewer import Viewer
from pages.ui import format, table, url
from pages.ui.export import export_button
from pages.ui.fold import fold_filters
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _

FIELDS = ("who", "what", "on", "since", "until")
HEAD = ("时间", "账号", "动作", "对象", "理由", "内容", "行号")
# Hashes and codes have no blank to wrap at; a moment is not broken on a screen.
_LOOK = """<style>
.qz-log td {overflow-wrap: anywhere; min-width: 5rem}
.qz-log td:first-child {white-space: nowrap}
.qz-log td:nth-child(6) {min-width: 16rem}
@media (max-width: 600px) {
  .qz-log td {min-width: 0 !important}
  .qz-log .qz-plain.wide td:nth-child(6) {grid-column: 1 / -1}
}
</style>"""
# What a hash or a serial is known by on a screen; the file has it whole.
_LONG_CODE = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{16,}\b")
_CHECKED = "audit_faults"


def chain(viewer: Viewer) -> None:
    """One line about the chain, and the way to check it or to take its end away."""
    stands = audit_log.status(viewer)
    anchored, verified = _("还没有"), _("还没有")
    if stands.anchored:
        moment = format.minute(audit_log.moment(stands.anchored))
        anchored = _("第 {seq} 行,{moment}").format(seq=format.count(stands.anchored.seq), moment=moment)
    if stands.verified_at:
        moment = format.minute(stands.verified_at)
        verified = _("{moment},{account},完好").format(moment=moment, account=stands.verified_by)
    said = _("共 {lines} 行 · 最近锚定:{anchored} · 最近核验:{verified}")
    st.caption(said.format(lines=format.count(stands.lines), anchored=anchored, verified=verified))
    with st.container(horizontal=True):
        st.button(_("核验"), icon=":material/verified:", key="audit_check", on_click=_check, args=(viewer,))
        head = Head(viewer, _("审计日志锚定"), "")
        name = f"{_('审计日志锚定')}_{date.today().isoformat()}.txt"
        order = Order(name, TEXT_TYPE, head, lambda whole: audit_log.anchor_file(viewer, whole), action="audit")
        export_button(_("导出锚定(审计员离线保存)"), order, "audit_anchor")
    _said()


def _check(viewer: Viewer) -> None:
    st.session_state[_CHECKED] = [str(fault) for fault in audit_log.check(viewer)]


def _said() -> None:
    """What the check just asked for has found."""
    faults = st.session_state.pop(_CHECKED, None)
    if faults is None:
        return
    if faults:
        said = _("日志与写入时不一致,发现 {count} 处:{faults}。请停止使用,保留现场,并与离线保存的锚定核对。")
        st.error(said.format(count=len(faults), faults=_("、").join(faults[:5])))
    else:
        st.success(_("完好:每一行都与写入时一致,锚定齐全。"))


def bar(viewer: Viewer) -> tuple[Asked, list[str]]:
    """The filters, which live in the address; and the titles of those that cannot be read."""
    asked, unread = _read()
    on = sum(bool(url.get(name)) for name in FIELDS)
    with fold_filters(on), st.container(horizontal=True, vertical_alignment="bottom"):
        _pick("who", _("账号"), sorted({*audit_log.people(viewer), *filter(None, [asked.who])}), str)
        _pick_some("what", _("动作"), list(ACTS), asked.what)
        _text("on", _("对象含"), asked.on)
        _day("since", _("不早于"), asked.since)
        _day("until", _("不晚于"), asked.until)
    return asked, unread


def clear() -> None:
    """Take all filters off."""
    url.put(**dict.fromkeys(FIELDS))


def listed(found: LogPage) -> None:
    """Fifty lines, the newest first; stacked on a phone."""
    rows = [_cells(line) for line in found.lines]
    html = plain_table([_(word) for word in HEAD], rows, right={6}, alt=_("审计日志"), stacked=True)
    st.html(f'{LOOK}{_LOOK}<div class="qz-log">{html}</div>')
    table.pager("audit", found.total)


def file(viewer: Viewer, asked: Asked) -> None:
    """The button that takes out exactly what is listed."""
    head = Head(viewer, asked.sentence(), "")
    name = f"{_('审计日志')}_{date.today().isoformat()}.csv"
    order = csv_order(name, head, lambda: audit_log.rows(viewer, asked), audit_log.FILE_TITLES, action="audit")
    export_button(_("导出 CSV"), order, "audit_csv")


def _cells(line: Line) -> tuple[str, ...]:
    moment = line.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    texts = (line.what, line.on, line.reason, line.detail)
    return (moment, line.who, *(_LONG_CODE.sub(r"\1…", text) or format.NOTHING for text in texts), str(line.seq))


def _read() -> tuple[Asked, list[str]]:
    given = {name: url.get(name) for name in FIELDS}
    days: dict[str, date | None] = {}
    unread = []
    for name, title in (("since", _("不早于")), ("until", _("不晚于"))):
        try:
            days[name] = date.fromisoformat(given[name]) if given[name] else None
        except ValueError:
            unread.append(title)
    what = tuple(filter(None, given["what"].split(",")))
    unread += [_("动作")] if set(what) - ACTS.keys() else []
    known = tuple(code for code in what if code in ACTS)
    return Asked(given["who"], known, given["on"], days.get("since"), days.get("until")), unread


def _pick(name: str, title: str, options: list[str], told: Any) -> None:
    here = url.get(name)
    key = f"audit_{name}_{here}"
    st.selectbox(
        title,
        options,
        index=options.index(here) if here in options else None,
        placeholder=_("全部"),
        format_func=told,
        key=key,
        on_change=url.follow(key, name),
        width=150,
    )


def _pick_some(name: str, title: str, options: list[str], chosen: tuple[str, ...]) -> None:
    key = f"audit_{name}_{'_'.join(chosen)}"
    st.multiselect(
        title,
        options,
        default=list(chosen),
        placeholder=_("全部"),
        format_func=title_of,
        key=key,
        on_change=url.follow(key, name, ",".join),
        width=260,
    )


def _text(name: str, title: str, here: str) -> None:
    """No number of a person may come into the address; the log has none to be found either."""
    key = f"audit_{name}_{here}"
    st.text_input(
        title,
        here,
        max_chars=60,
        placeholder=_("如 person:7、run:"),
        key=key,
        on_change=url.follow(key, name, lambda typed: without_numbers(typed.strip())),
        width=150,
    )


def _day(name: str, title: str, here: date | None) -> None:
    key = f"audit_{name}_{here}"
    st.date_input(
        title,
        here,
        key=key,
        format="YYYY-MM-DD",
        on_change=url.follow(key, name, _iso),
        width=135,
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
