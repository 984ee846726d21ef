"""Rows to CSV or XLSX, so that Excel opens them rightly and no cell can act as a formula.

The command line writes pure rows. What leaves from a page carries its head: in an XLSX a first sheet 说明, in a CSV
one line above the header, so that a printed or mailed copy still says what it is and who took it.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from analytics.viewer import Viewer
from analytics.words import Refused, _

BOM = b"\xef\xbb\xbf"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX_ROWS = 1_048_575
_LIST_MARK = "|"
_ACTS = r"^[=+\-@\t\r]"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"


@dataclass(frozen=True)
class Head:
    """What an export says about itself. `filters` is a Selection's sentence; `number` stands in the audit log too."""

    viewer: Viewer
    filters: str
    snapshot: str
    run: str = ""
    at: datetime = field(default_factory=lambda: datetime.now().astimezone())
    number: str = field(default_factory=lambda: secrets.token_hex(4).upper())

    def lines(self) -> list[tuple[str, str]]:
        """(title, value), the marking first."""
        county = self.viewer.scope.whole_county
        return [
            (_("密级"), _("内部资料 严禁外传")),
            (_("导出人"), self.viewer.account),
            (_("导出时间"), self.at.strftime("%Y-%m-%d %H:%M")),
            (_("数据范围"), _("全县") if county else _("本人权限范围")),
            (_("筛选条件"), self.filters),
            (_("数据快照"), self.snapshot),
            (_("比对批次"), self.run or "-"),
            (_("导出编号"), self.number),
            (_("提示"), _("疑点不等于违纪违法,须经核查认定。")),
        ]


def to_csv(rows: pa.Table, titles: Mapping[str, str] | None = None, head: Head | None = None) -> bytes:
    """UTF-8 with BOM. `titles`: column -> its header, also choosing and ordering the columns (default: all as named).

    Lists are joined with "|". With a head, its one line comes first.
    """
    out = io.BytesIO()
    out.write(BOM)
    if head:
        out.write(_head_line(head))
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


def _titled(rows: pa.Table, titles: Mapping[str, str] | None) -> pa.Table:
    """The chosen columns under their headers; lists as joined text."""
    names = dict(titles) if titles else {name: name for name in rows.column_names}
    return pa.table([_flat(rows[name]) for name in names], names=[_(title) for title in names.values()])


def _flat(values: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_list(values.type):
        return values
    if pa.types.is_string(values.type.value_type):
        return pc.binary_join(values, _LIST_MARK)
    return pc.binary_join(pc.cast(values, pa.list_(pa.string())), _LIST_MARK)


def _head_line(head: Head) -> bytes:
    line = io.StringIO()
    text = _(";").join(f"{title}:{value}" for title, value in head.lines())
    csv.writer(line, lineterminator="\n").writerow([text])
    return line.getvalue().encode()


def write_head(book: Any, head: Head, name: str) -> None:
    """Add the sheet `name` that says what a workbook is and who took it."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for row, (title, value) in enumerate(head.lines()):
        sheet.write_string(row, 0, title, bold)
        sheet.write_string(row, 1, value)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 60)


def _write_rows(book: Any, rows: pa.Table) -> None:
    sheet = book.add_worksheet(_("明细"))
    bold = book.add_format({"bold": True, "bg_color": "#EEF2F6"})
    formats = {
        "money": book.add_format({"num_format": "#,##0.00"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for place, column in enumerate(rows.schema):
        sheet.write_string(0, place, column.name, bold)
        sheet.write_column(1, place, rows[column.name].to_pylist(), formats.get(_looks(column.type)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows.num_rows, max(0, rows.num_columns - 1))
    sheet.set_column(0, max(0, rows.num_columns - 1), 16)


def _looks(kind: pa.DataType) -> str:
    return "money" if pa.types.is_decimal(kind) else "day" if pa.types.is_date(kind) else ""
