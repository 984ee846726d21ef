"""The parts of 快照: the list, two side by side, and one with its tables, sources and runs."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics import export, snapshot_book
from analytics.intake.findings import Source, sources
from analytics.rules import Run
from analytics.snapshot_book import Entry
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from pages.ui import format, layout, table, url
from pages.ui.cards import Card, wide_only
from pages.ui.export import export_button
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.table import Column
from pages.ui.words import _

SHOWN_OF_ID = 8
SOURCE_TITLES = {
    "file": "文件", "sheet": "工作表", "sender": "报送部门", "table": "认作", "data_date": "数据日期",
    "read": "读取", "kept": "保留", "rejected": "退回",
}  # fmt: skip


def listed(viewer: Viewer, found: list[Entry]) -> None:
    """The list; a line opens one, two boxes compare two."""
    by_id = {entry.snapshot.id: entry.snapshot for entry in found}
    first = (url.page_number() - 1) * table.PAGE_SIZE
    marked = table.show(
        "snapshots",
        pd.DataFrame([_row(entry) for entry in found[first : first + table.PAGE_SIZE]]),
        _columns(),
        total=len(found),
        alt=_("数据快照列表"),
        on_open=lambda row: url.put(snapshot=row["id"]),
        mark_by="id" if len(found) > 1 else None,
        cards=[_card(entry) for entry in found],
    )
    chosen = [by_id[key] for key in marked if key in by_id]
    if len(chosen) == 2:
        _compared(viewer, *chosen)
    elif len(found) > 1:
        wide_only("pair").caption(_("勾选两个快照,比较它们的不同。"))


def _row(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.snapshot.id,
        "made_at": format.minute(entry.made_at),
        "current": _("当前") if entry.current else "",
        "short": entry.snapshot.id[:SHOWN_OF_ID],
        "payments": entry.payments,
        "files": entry.files,
        "rejected": entry.rejected,
        "runs": entry.runs,
    }


def _columns() -> list[Column]:
    return [
        Column("made_at", _("生成时间"), sorts=False, width=150),
        Column("current", _("状态"), sorts=False, width=70),
        Column("short", _("编号"), sorts=False, width=100),
        Column("payments", _("发放记录"), "count", sorts=False),
        Column("files", _("文件"), "count", sorts=False),
        Column("rejected", _("退回行"), "count", sorts=False),
        Column("runs", _("比对批次"), "count", sorts=False),
    ]


def _card(entry: Entry) -> Card:
    return Card(
        above=entry.snapshot.id[:SHOWN_OF_ID],
        right=_("当前") if entry.current else "",
        title=format.minute(entry.made_at),
        text=_("发放记录 {payments} 条,{files} 个文件").format(
            payments=format.count(entry.payments), files=entry.files
        ),
        foot=_("比对 {runs} 次").format(runs=entry.runs),
        page="snapshots",
        query={"snapshot": entry.snapshot.id},
    )


def _compared(viewer: Viewer, one: Snapshot, other: Snapshot) -> None:
    found = snapshot_book.difference(viewer, one, other)
    names = [format.minute(_made(s)) for s in (found.older, found.newer)]
    st.subheader(_("{older} 与 {newer} 相比").format(older=names[0], newer=names[1]), anchor=False)
    if not found.tables:
        st.info(_("两个快照的内容相同。"))
        return
    rows = [[title, format.count(a), format.count(b), f"{b - a:+,d}"] for title, a, b in found.tables]
    st.html(LOOK + plain_table([_("数据表"), _("原有行"), _("现有行"), _("增减")], rows, right={1, 2, 3}))
    for title, moved in ((_("新来的文件"), found.come), (_("不再采用的文件"), found.gone)):
        if moved:
            st.markdown(f"**{title}**")
            _sources_table(moved)


def _made(snapshot: Snapshot) -> datetime:
    return datetime.fromisoformat(snapshot.manifest["created_at"])


def _back() -> None:
    url.put(snapshot=None)


def one(viewer: Viewer, snapshot: Snapshot, current: bool) -> None:
    """A snapshot whole."""
    layout.breadcrumb([(_("快照"), _back, ())], format.minute(_made(snapshot)))
    found = sources(viewer, snapshot)
    text = _("发放记录 {payments} 条,{tables} 张表,{files} 个文件;编号 {id}。")
    held = snapshot_book.tables(viewer, snapshot)
    layout.head(
        _("快照 {when}").format(when=format.minute(_made(snapshot))) + (f" · {_('当前')}" if current else ""),
        text.format(
            payments=format.count(snapshot.rows("payment")),
            tables=len(held),
            files=len({s.file for s in found}),
            id=snapshot.id,
        ),
    )
    _verify(viewer, snapshot)
    sheets, rows, runs = st.tabs([_("数据来源"), _("各表行数"), _("比对批次")])
    with sheets:
        _sources(viewer, snapshot, found)
    with rows:
        st.html(LOOK + plain_table([_("数据表"), _("行数")], [[t, format.count(n)] for t, n in held], right={1}))
    with runs:
        _runs(snapshot_book.runs(viewer, snapshot))


def _verify(viewer: Viewer, snapshot: Snapshot) -> None:
    """Hash every file again, when asked."""
    if not st.button(_("核验是否完好"), icon=":material/verified:", key="verify"):
        return
    with st.spinner(_("正在逐个文件核验……")):
        faults = snapshot_book.verify(viewer, snapshot)
    if faults:
        said = _("、").join(faults)
        st.error(_("这个快照与写入时不一致:{faults}。请停止使用,并从备份恢复。").format(faults=said))
    else:
        st.success(_("完好:每个文件都与写入时一致。"))


def _sources(viewer: Viewer, snapshot: Snapshot, found: list[Source]) -> None:
    if not found:
        st.info(_("这个快照没有登记来源。"))
        return
    rows = pa.Table.from_pylist([_source_row(source) for source in found])
    head = export.Head(viewer, _("数据来源"), snapshot.id)
    titles = {column: _(title) for column, title in SOURCE_TITLES.items()}
    name = _("数据来源")
    with st.container(horizontal=True):
        export_button("XLSX", export.xlsx_order(f"{name}.xlsx", head, lambda: rows, titles), "s_xlsx")
        export_button("CSV", export.csv_order(f"{name}.csv", head, lambda: rows, titles), "s_csv")
    first = (url.page_number() - 1) * table.PAGE_SIZE
    shown = rows.slice(first, table.PAGE_SIZE).to_pandas()
    table.show("sources", shown, _source_columns(), total=len(found), alt=_("数据来源列表"))


def _source_columns() -> list[Column]:
    looks = dict.fromkeys(("read", "kept", "rejected"), "count")
    return [Column(f, _(title), looks.get(f, "text"), sorts=False) for f, title in SOURCE_TITLES.items()]


def _source_row(source: Source) -> dict[str, object]:
    return {
        "file": source.file,
        "sheet": source.sheet,
        "sender": source.sent_by,
        "table": source.title,
        "data_date": source.data_date,
        "read": source.rows_read,
        "kept": source.rows_kept,
        "rejected": source.rows_rejected,
    }


def _sources_table(found: list[Source]) -> None:
    rows = [
        [format.count(v) if isinstance(v, int) else str(v or format.NOTHING) for v in _source_row(source).values()]
        for source in found
    ]
    st.html(LOOK + plain_table([_(title) for title in SOURCE_TITLES.values()], rows, right={5, 6, 7}))


def _runs(found: list[Run]) -> None:
    if not found:
        layout.empty_state(_("这个快照还没有比对过。"), _("去看规则"), "find/rules.py")
        return
    heads = [_("时间"), _("编号"), _("规则"), _("不适用"), _("命中"), _("由谁")]
    st.html(LOOK + plain_table(heads, [_run(run) for run in found], right={2, 3, 4}))


def _run(run: Run) -> list[str]:
    done = [rule for rule in run.manifest["rules"] if rule["state"] == "done"]
    return [
        format.minute(datetime.fromisoformat(run.manifest["created_at"])),
        run.id[:SHOWN_OF_ID],
        format.count(len(done)),
        format.count(len(run.manifest["rules"]) - len(done)),
        format.count(sum(rule["hits"] for rule in done)),
        run.manifest["by"],
    ]
