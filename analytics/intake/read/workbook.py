"""Workbooks (xlsx, xls, ods) through calamine: cached values of formulas; macros are never run."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
    XmlError,
    ZipError,
)

from analytics.intake.read.cells import CellGrid, Span, fill_merged
from analytics.intake.read.kinds import Kind, damaged, encrypted
from analytics.intake.read.limits import check_shape

_BROKEN = (CalamineError, XmlError, ZipError, WorksheetNotFound, etree.XMLSyntaxError, zipfile.BadZipFile, KeyError)
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read_workbook(file: str, kind: Kind, data: bytes) -> list[CellGrid]:
    """Every visible worksheet of a workbook. Raises Refused when it is encrypted, damaged or too large."""
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            names = [s.name for s in book.sheets_metadata if _is_visible_sheet(s)]
            spans = ods_spans(data) if kind is Kind.ODS else {}
            return [_grid(file, book.get_sheet_by_name(name), spans.get(name)) for name in names]
    except PasswordError:
        raise encrypted(file) from None
    except _BROKEN:
        raise damaged(file) from None


def _is_visible_sheet(metadata: Any) -> bool:
    return metadata.typ is SheetTypeEnum.WorkSheet and metadata.visible is SheetVisibleEnum.Visible


def _grid(file: str, sheet: CalamineSheet, spans: list[Span] | None) -> CellGrid:
    check_shape(file, sheet.total_height, sheet.total_width)
    rows = sheet.to_python(skip_empty_area=False)
    merged = tuple(spans if spans is not None else sheet.merged_cell_ranges or ())
    fill_merged(rows, merged)
    return CellGrid(sheet.name, rows, merged)


def ods_spans(data: bytes) -> dict[str, list[Span]]:
    """Merged cells of each sheet of an ods file, which calamine does not give. Raises KeyError, lxml's errors."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    parsed = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    return {str(t.get(f"{_TABLE}name")): _table_spans(t) for t in parsed.iter(f"{_TABLE}table")}


def _table_spans(table: Any) -> list[Span]:
    spans, row_at = [], 0
    for row in table.iter(f"{_TABLE}table-row"):
        column_at = 0
        for cell in row:
            down, across = (int(cell.get(f"{_TABLE}number-{w}-spanned", 1)) for w in ("rows", "columns"))
            if down > 1 or across > 1:
                spans.append(((row_at, column_at), (row_at + down - 1, column_at + across - 1)))
            column_at += int(cell.get(f"{_TABLE}number-columns-repeated", 1))
        row_at += int(row.get(f"{_TABLE}number-rows-repeated", 1))
    return spans
