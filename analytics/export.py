"""Rows to CSV or XLSX, so that Excel opens them rightly and no cell can act as a formula.

The command line writes pure rows. What leaves from a page carries its head: in an XLSX a first sheet 说明, in a CSV
one line above the header, so that a printed or mailed copy still says what it is and who took it.
"""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from analytics.viewer import Scope, Viewer
from analytics.words import Refused, _

BOM = b"\xef\xbb\xbf"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT_TYPE = "text/plain; charset=utf-8"
XLSX_ROWS = 1_048_575
_LIST_MARK = "|"
# What a spreadsheet takes for the beginning of a formula, in every width, also after blanks and unseen signs; and a
# tab or line end before anything. Plain numbers are none.
_ACTS = r"^[\s\p{Z}\p{C}]*[=+\-@＝＋－＠﹦﹢﹣﹫−]|^[\t\r\n]"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
# Stays text also when somebody edits the cell.
AS_TEXT = {"quote_prefix": True}
_LONGEST_CELL = 32_767
_LONGEST_NAME = 120
# Nothing that parts a path, is unseen, or turns the reading direction, as in 发放‮xslx.exe
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_KIND = re.compile(r"\.[A-Za-z0-9]{1,5}$")
_NOT_FIRST = "=+-@＝＋－＠﹦﹢﹣﹫−. \u3000"


@dataclass(frozen=True)
class Head:
    """What an export says about itself. `filters` is a Selection's sentence; `number` stands in the audit log too, and
    `audit` is the end of the log when the file was made."""

    viewer: Viewer
    filters: str
    snapshot: str
    run: str = ""
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())
    number: str = field(default_factory=lambda: secrets.token_hex(4).upper())
    reason: str = ""
    audit: str = ""

    def lines(self) -> list[tuple[str, str]]:
        """(title, value), the marking first."""
        return [
            (_("密级"), _("内部资料 严禁外传")),
            (_("导出人"), self.viewer.account),
            (_("导出时间"), self.at.strftime("%Y-%m-%d %H:%M")),
            (_("数据范围"), scope_words(self.viewer.scope)),
            (_("筛选条件"), self.filters),
            (_("导出理由"), self.reason or "-"),
            (_("数据快照"), self.snapshot or "-"),
            (_("比对批次"), self.run or "-"),
            (_("导出编号"), self.number),
            (_("日志位置"), self.audit or "-"),
            (_("提示"), _("疑点不等于违纪违法,须经核查认定。")),
        ]


@dataclass(frozen=True)
class File:
    """What leaves: its bytes, and how many rows of data are in them."""

    payload: bytes
    rows: int


@dataclass(frozen=True)
class Order:
    """What somebody wants to take out: `make` builds it under its head once permission and reason are there.

    `plain`: it holds full ID numbers or accounts; `about`: further plain keys for the log, or others than the head's;
    `action`: the permission it takes.
    """

    filename: str
    media_type: str
    head: Head
    make: Callable[[Head], File]
    plain: bool = False
    about: Mapping[str, object] = field(default_factory=dict)
    action: str = "export"


def csv_order(
    filename: str, head: Head, rows: Callable[[], pa.Table], titles: Mapping[str, str] | None = None, **more: Any
) -> Order:
    """An order of a table as CSV; `rows` is asked when the file is made."""
    return Order(filename, CSV_TYPE, head, lambda whole: _filed(to_csv, rows(), titles, whole), **more)


def xlsx_order(
    filename: str, head: Head, rows: Callable[[], pa.Table], titles: Mapping[str, str] | None = None, **more: Any
) -> Order:
    """The same as a workbook."""
    return Order(filename, XLSX_TYPE, head, lambda whole: _filed(to_xlsx, rows(), titles, whole), **more)


def _filed(write: Callable[..., bytes], rows: pa.Table, titles: Mapping[str, str] | None, head: Head) -> File:
    return File(write(rows, titles, head), rows.num_rows)


def scope_words(scope: Scope) -> str:
    """全县, or how much of it."""
    parts = {_("{count} 个乡镇"): scope.townships, _("{count} 个部门"): scope.departments}
    limited = [words.format(count=len(keys)) for words, keys in parts.items() if keys is not None]
    return _("、").join(limited) or _("全县")


def file_name(wanted: str) -> str:
    """A name every system takes for a file and none for a path; a long one keeps its end, where the kind is."""
    name = _NOT_IN_NAMES.sub("_", wanted)
    kind = _KIND.search(name)
    suffix = kind[0] if kind else ""
    stem = name.removesuffix(suffix).lstrip(_NOT_FIRST).rstrip(". ")
    return f"{stem[: _LONGEST_NAME - len(suffix)] or _('导出')}{suffix}"


def to_csv(rows: pa.Table, titles: Mapping[str, str] | None = None, head: Head | None = None) -> bytes:
    """UTF-8 with BOM. `titles`: column -> its header, also choosing and ordering the columns (default: all as named).

    Lists are joined with "|". With a head, its one line comes first.
    """
    out = io.BytesIO()
    out.write(BOM)
    if head:
        out.write(head_line(head))
    pacsv.write_csv(harmless(_titled(rows, titles)), out, pacsv.WriteOptions(quoting_style="needed"))
    return out.getvalue()


def to_xlsx(rows: pa.Table, titles: Mapping[str, str] | None = None, head: Head | None = None) -> bytes:
    """A workbook in memory: sheet 说明 when there is a head, then 明细. Refused beyond Excel's rows."""
    if rows.num_rows > XLSX_ROWS:
        raise Refused(
            "要导出的有 {count} 行,超过 Excel 一张表的上限,未导出。请缩小范围,或改用 CSV。", count=rows.num_rows
        )
    import xlsxwriter  # slow to import, and needed here only

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        if head:
            write_head(book, head, _("说明"))
        _write_rows(book, _titled(rows, titles))
    return out.getvalue()


def harmless(rows: pa.Table) -> pa.Table:
    """The rows with every text cell that a spreadsheet would run made plain by a leading '; numbers stay."""
    for place, column in enumerate(rows.schema):
        if pa.types.is_string(column.type):
            rows = rows.set_column(place, column.name, harmless_text(rows[column.name]))
    return rows


def harmless_text(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """One column of harmless()."""
    acts = pc.and_not(pc.match_substring_regex(values, _ACTS), pc.match_substring_regex(values, _NUMBER))
    return pc.if_else(acts, pc.binary_join_element_wise("'", values, ""), values)


def harmless_cell(text: str) -> str:
    """One text of harmless_text()."""
    made: str = harmless_text(pa.chunked_array([[text]], pa.string()))[0].as_py()
    return made


def _titled(rows: pa.Table, titles: Mapping[str, str] | None) -> pa.Table:
    """The chosen columns under their headers; lists as joined text."""
    names = dict(titles) if titles else {name: name for name in rows.column_names}
    return pa.table([_flat(rows[name]) for name in names], names=[harmless_cell(_(title)) for title in names.values()])


def _flat(values: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_list(values.type):
        return values
    if pa.types.is_string(values.type.value_type):
        return pc.binary_join(values, _LIST_MARK)
    return pc.binary_join(pc.cast(values, pa.list_(pa.string())), _LIST_MARK)


def head_line(head: Head) -> bytes:
    """The head as one quoted cell: what was typed into a filter or reason cannot begin a line or a cell of its own."""
    text = _(";").join(f"{title}:{_one_line(value)}" for title, value in head.lines())
    line = io.StringIO()
    csv.writer(line, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow([text])
    return line.getvalue().encode()


def _one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029]+", " ", text)


def write_head(book: Any, head: Head, name: str) -> None:
    """Add the sheet `name` that says what a workbook is and who took it."""
    sheet = book.add_worksheet(name)
    bold, text = book.add_format({"bold": True}), book.add_format(AS_TEXT)
    for row, (title, value) in enumerate(head.lines()):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, value[:_LONGEST_CELL], text)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 60)


def _write_rows(book: Any, rows: pa.Table) -> None:
    sheet = book.add_worksheet(_("明细"))
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
    formats = {
        "money": book.add_format({"num_format": "#,##0.00"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format(AS_TEXT),
    }
    for place, column in enumerate(rows.schema):
        sheet.write_string(0, place, column.name, bold)
        _write_column(sheet, place, rows[column.name], formats.get(_looks(column.type)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows.num_rows, max(0, rows.num_columns - 1))
    sheet.set_column(0, max(0, rows.num_columns - 1), 16)


def _write_column(sheet: Any, place: int, values: pa.ChunkedArray, look: Any) -> None:
    """A text longer than a cell is cut: the writer would leave it out."""
    if not pa.types.is_string(values.type):
        sheet.write_column(1, place, values.to_pylist(), look)
        return
    for row, text in enumerate(values.to_pylist(), start=1):
        if text:
            sheet.write_string(row, place, text[:_LONGEST_CELL], look)


def _looks(kind: pa.DataType) -> str:
    if pa.types.is_string(kind):
        return "text"
    return "money" if pa.types.is_decimal(kind) else "day" if pa.types.is_date(kind) else ""
