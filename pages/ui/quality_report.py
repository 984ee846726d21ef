"""数据质量报告: what was read, kept and sent back, file by file; printed or exported, it goes to the department."""

from __future__ import annotations

from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import PurePath

import pandas as pd
import pyarrow as pa
import streamlit as st

from analytics import export
from analytics.intake.findings import HARMLESS, Source, findings, rejected_file, sources
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from pages.ui import format, layout, session, url
from pages.ui.export import export_button
from pages.ui.plain_table import LOOK, plain_table
from pages.ui.words import _, chosen

TITLES = {
    "file": "文件", "sheet": "工作表", "finding": "问题", "detail": "具体", "count": "数量", "ask": "请部门",
}  # fmt: skip
# On paper: no menu, no buttons, no shadows.
_PRINT = """<style>@media print {
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stPopover"], .stButton, [data-testid="stAlert"],
  [class*="st-key-screen-"] {display: none !important}
  [data-testid="stMain"], [data-testid="stAppViewContainer"], .stApp {position: static !important;
    overflow: visible !important; height: auto !important}
  .qz-report section {break-inside: avoid}
}
.qz-report .qz-plain {table-layout: fixed; overflow-wrap: anywhere}
.qz-report .qz-plain .n {width: 6rem}
.qz-report h4 {margin: .9rem 0 .1rem; font-size: 1rem; overflow-wrap: anywhere}
.qz-report p {margin: .1rem 0}
</style>"""


@st.cache_data(show_spinner=False, max_entries=50)
def _asked(language: str, viewer: Viewer, snapshot: str, found: list[Source], _snapshot: Snapshot) -> pa.Table:
    return findings(viewer, _snapshot.store, found)


def asked() -> bool:
    """Whether the address asks for a report."""
    return bool(url.get("intake") or url.get("department"))


def show(viewer: Viewer, snapshot: Snapshot) -> None:
    """The report of one intake, of one department, or of a department's part in an intake."""
    title = _("数据质量报告")
    intake, department = url.get("intake"), url.get("department")
    standing = sources(viewer, snapshot)
    of_intake = [s for s in standing if not intake or s.intake == intake]
    found = [s for s in of_intake if not department or s.sent_by == department]
    with st.container(key="screen-crumb"):
        layout.breadcrumb([(_("数据"), _back, ())], department or _("本次导入"))
    if not found:
        layout.head(title)
        return layout.empty_state(_("这里没有可报告的文件:可能已被后来的导入替换,或不在您的范围内。"))
    layout.head(title + (f" · {department}" if department else ""), _answer(found))
    rows = _asked(chosen(), viewer, snapshot.id, found, snapshot)
    with st.container(key="screen-report"):
        _departments(of_intake, department)
        _exports(viewer, snapshot, found, rows)
    st.html(LOOK + _PRINT + f'<div class="qz-report">{_dated(snapshot)}{_body(found, rows)}</div>')
    return None


def _back() -> None:
    url.put(intake=None, department=None)


def _answer(found: list[Source]) -> str:
    read, kept, rejected = (sum(getattr(s, f"rows_{n}") for s in found) for n in ("read", "kept", "rejected"))
    text = _("{files} 个文件:读取 {read} 行 = 保留 {kept} 行 + 退回 {rejected} 行。")
    numbers = {"read": read, "kept": kept, "rejected": rejected}
    return text.format(files=len({s.file for s in found}), **{k: format.count(n) for k, n in numbers.items()})


def _dated(snapshot: Snapshot) -> str:
    """Which state of the data the report is about, also on paper."""
    made = format.minute(datetime.fromisoformat(snapshot.manifest["created_at"]))
    return f"<p>{escape(_('数据快照 {id},{when} 生成').format(id=snapshot.id, when=made))}</p>"


def _departments(of_intake: list[Source], department: str) -> None:
    """Narrow the report to what one department sent."""
    senders = sorted({s.sent_by for s in of_intake})
    if len(senders) > 1 or department:
        st.selectbox(
            _("报送部门"),
            senders,
            index=senders.index(department) if department in senders else None,
            placeholder=_("全部部门"),
            key=f"report_of_{department}",
            on_change=url.follow(f"report_of_{department}", "department"),
            width=260,
        )


def _exports(viewer: Viewer, snapshot: Snapshot, found: list[Source], rows: pa.Table) -> None:
    name = _("数据质量报告") + (f"_{url.get('department')}" if url.get("department") else "")
    said = _("报送部门:{name}").format(name=url.get("department") or _("全部"))
    head = export.Head(viewer, said, snapshot.id)
    titles = {column: _(title) for column, title in TITLES.items()}
    with st.container(horizontal=True, vertical_alignment="center"):
        export_button("XLSX", export.xlsx_order(f"{name}.xlsx", head, lambda: rows, titles), "q_xlsx")
        export_button("CSV", export.csv_order(f"{name}.csv", head, lambda: rows, titles), "q_csv")
        rejected = [s for s in found if s.rows_rejected]
        if rejected and viewer.scope.townships is None:
            _rejected(viewer, snapshot, rejected)
        st.caption(_("打印:按 Ctrl+P。"))


def _rejected(viewer: Viewer, snapshot: Snapshot, rejected: list[Source]) -> None:
    """The rows to mend, under the file's own name so that it is recognised when it comes back."""
    names = {s.source_file: s for s in rejected}

    def called(key: int) -> str:
        source = names[key]
        sheet = f" · {source.sheet}" if source.sheet else ""
        return f"{source.file}{sheet}:{format.count(source.rows_rejected)}"

    key = st.selectbox(
        _("退回的行"), list(names), format_func=called, key="rejected_of", label_visibility="collapsed", width=320
    )
    source = names[key]
    file = PurePath(source.file).stem + _("_退回行_内部资料") + ".csv"
    store = session.store()
    head = export.Head(viewer, _("退回的行"), snapshot.id)
    order = export.Order(
        file,
        export.CSV_TYPE,
        head,
        lambda whole: rejected_file(viewer, store, [source], whole),
        plain=True,
        about={"source_file": key},
    )
    export_button(_("退回的行(改正后可直接重报)"), order, f"rejected_{key}")


def _body(found: list[Source], rows: pa.Table) -> str:
    """A section a file, those with something to mend first."""
    table = rows.to_pandas()
    files = [(file, list(group)) for file, group in groupby(sorted(found, key=_place), key=lambda s: s.file)]
    faulty = set(table[~table["kind"].isin(HARMLESS)]["file"])
    files.sort(key=lambda item: item[0] not in faulty)
    return "".join(_section(file, sheets, table[table["file"] == file]) for file, sheets in files)


def _place(source: Source) -> tuple[str, int]:
    return source.file, source.source_file


def _section(file: str, sheets: list[Source], rows: pd.DataFrame) -> str:
    lines = "".join(f"<p>{escape(_sheet(source))}</p>" for source in sheets)
    return f"<section><h4>{escape(file)}</h4>{lines}{_table(rows, len(sheets) > 1)}</section>"


def _sheet(source: Source) -> str:
    text = _("{sheet}{sender} · 认作{table} · 数据日期 {day} · 读取 {read} 行 = 保留 {kept} 行 + 退回 {rejected} 行")
    return text.format(
        sheet=f"“{source.sheet}” " if source.sheet else "",
        sender=source.sent_by,
        table=source.title,
        day=source.data_date or _("未注明"),
        read=format.count(source.rows_read),
        kept=format.count(source.rows_kept),
        rejected=format.count(source.rows_rejected),
    )


def _table(rows: pd.DataFrame, with_sheet: bool) -> str:
    """The findings of a file; what needs no work only when there is nothing else to say."""
    work = rows[~rows["kind"].isin(HARMLESS)]
    if work.empty:
        return f"<p>✓ {escape(_('没有发现需要部门处理的问题。'))}</p>"
    fields = (["sheet"] if with_sheet else []) + ["finding", "detail", "count", "ask"]
    cells = [[_cell(row[f]) for f in fields] for row in work.to_dict("records")]
    return plain_table([_(TITLES[f]) for f in fields], cells, right={fields.index("count")})


def _cell(value: object) -> str:
    return format.count(value) if isinstance(value, int) else str(value)
