"""Small department files, made when a test runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

HEADER = ["乡镇", "姓名", "身份证号", "补贴金额(元)"]
ROW_1 = ["青禾镇", "彭志全", "519900195506250091", "300.00"]
ROW_2 = ["石桥乡", "喻玉学", "519900198304190071", "544.00"]
Rows = Sequence[Sequence[Any]]


def xlsx(path: Path, sheets: dict[str, Rows], merges: Sequence[str] = (), hidden: Sequence[str] = ()) -> Path:
    """A workbook of `sheets`; `merges` are ranges of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    for merge in merges:
        book.worksheets[0].merge_cells(merge)
    book.save(path)
    return path


def xls(path: Path, rows: Rows, merges: Sequence[tuple[int, int, int, int]] = ()) -> Path:
    """An old workbook; a merge is (first row, last row, first column, last column) and takes its first cell's text."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("数据")
    inside = {(r, c) for a, b, x, y in merges for r in range(a, b + 1) for c in range(x, y + 1)}
    for first, last, left, right in merges:
        sheet.write_merge(first, last, left, right, rows[first][left])
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if (r, c) not in inside:
                sheet.write(r, c, value)
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows, down: dict[tuple[int, int], int] | None = None) -> Path:
    """An OpenDocument sheet; `down` gives cells merged over so many rows."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="表一")
    covered = {(r + i, c) for (r, c), n in (down or {}).items() for i in range(1, n)}
    for r, row in enumerate(rows):
        line = TableRow()
        for c, value in enumerate(row):
            line.addElement(CoveredTableCell() if (r, c) in covered else _ods_cell(value, (down or {}).get((r, c), 1)))
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))
    return path


def _ods_cell(value: Any, rows: int) -> TableCell:
    number = isinstance(value, int | float)
    kind = {"valuetype": "float", "value": value} if number else {"valuetype": "string"}
    cell = TableCell(**kind, **({"numberrowsspanned": rows, "numbercolumnsspanned": 1} if rows > 1 else {}))
    cell.addElement(P(text=str(value)))
    return cell


def text(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A text table, lines ended as Windows does."""
    path.write_bytes("".join(delimiter.join(map(str, row)) + "\r\n" for row in rows).encode(encoding))
    return path


def zipped(path: Path, entries: dict[str, bytes]) -> Path:
    """A zip archive of `entries`, compressed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path


def cells(sheet: Any) -> list[list[str | None]]:
    """The kept rows as lists, without source_row."""
    return [list(row.values()) for row in sheet.rows.drop(["source_row"]).to_pylist()]
