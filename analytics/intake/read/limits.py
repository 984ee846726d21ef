"""Size limits, checked before anything is unpacked or parsed."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

from analytics.words import Refused

MAX_FILE_BYTES = 2 * 1024**3
MAX_UNPACKED_BYTES = 2 * 1024**3
MAX_ENTRY_RATIO = 200  # real sheets pack 5 to 50 times
RATIO_MATTERS_FROM_BYTES = 20 * 1024**2
MAX_ENTRIES = 5_000
MAX_ROWS = 5_000_000
MAX_COLUMNS = 1_000
MAX_CELLS = 40_000_000  # a workbook is held cell by cell

_ROW = re.compile(rb'<row [^>]*?r="(\d{1,7})"')
_WIDE_CELL = re.compile(rb'r="([A-Z]{2,3})\d')
_CHUNK_BYTES = 1 << 22
_ODS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def check_file_size(path: Path) -> None:
    """Raise Refused when the file is empty or larger than MAX_FILE_BYTES."""
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件“{file}”是空的(0 字节)。文件未导入。请重新导出后再上传。", file=path.name)
    if size > MAX_FILE_BYTES:
        raise Refused(
            "文件“{file}”超过 {limit} GB。文件未导入。请拆成几个文件后再上传。",
            file=path.name,
            limit=MAX_FILE_BYTES // 1024**3,
        )


def check_shape(file: str, rows: int, columns: int) -> None:
    """Raise Refused when a sheet has more rows or columns than a payment table can have."""
    if columns > MAX_COLUMNS:
        raise Refused(
            "文件“{file}”有 {columns} 列,超过 {limit} 列的上限。文件未导入。请删去无关的列后再上传。",
            file=file,
            columns=columns,
            limit=MAX_COLUMNS,
        )
    if rows > MAX_ROWS:
        raise Refused(
            "文件“{file}”有 {rows} 行,超过 {limit} 行的上限。文件未导入。请按年度拆成几个文件后再上传。",
            file=file,
            rows=rows,
            limit=MAX_ROWS,
        )


def check_archive(file: str, archive: zipfile.ZipFile) -> None:
    """Raise Refused for a zip bomb: by the sizes its directory states, which zipfile and calamine enforce."""
    entries = archive.infolist()
    swollen = any(
        e.file_size > RATIO_MATTERS_FROM_BYTES and e.file_size > MAX_ENTRY_RATIO * max(e.compress_size, 1)
        for e in entries
    )
    if swollen or len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED_BYTES:
        raise Refused(
            "文件“{file}”解压后过大,像是压缩炸弹。文件未导入。请在表格软件里打开核对,另存后再上传。", file=file
        )


def check_sheet_extent(file: str, archive: zipfile.ZipFile) -> None:
    """Raise Refused when the outermost cells of an xlsx sheet span more than MAX_CELLS.

    The parser lays a sheet out densely: two cells in opposite corners would take all memory.
    """
    for entry in archive.namelist():
        if entry.startswith("xl/worksheets/") and entry.endswith(".xml"):
            rows, columns = _extent(archive, entry)
            check_shape(file, rows, columns)
            if rows * columns > MAX_CELLS:
                raise _too_many_cells(file, rows * columns)


def check_ods_extent(file: str, archive: zipfile.ZipFile) -> None:
    """Raise Refused when repeated cells of an ods sheet unfold to more than MAX_CELLS.

    A few bytes can say that a cell is repeated in a million rows. Raises etree.XMLSyntaxError, KeyError.
    """
    with archive.open("content.xml") as stream:
        rows = etree.iterparse(stream, tag=f"{_ODS}table-row", resolve_entities=False, no_network=True, huge_tree=True)
        cells = 0
        for _, row in rows:
            width = _unfolded_width(row)
            check_shape(file, 0, width)
            cells += width * int(row.get(f"{_ODS}number-rows-repeated", 1))
            row.clear()
            if cells > MAX_CELLS:
                raise _too_many_cells(file, cells)


def _unfolded_width(row: Any) -> int:
    """Columns up to the last cell that holds something."""
    width = filled = 0
    for cell in row:
        width += int(cell.get(f"{_ODS}number-columns-repeated", 1))
        filled = width if len(cell) else filled
    return filled


def _too_many_cells(file: str, cells: int) -> Refused:
    return Refused(
        "文件“{file}”的表格范围有 {cells} 个单元格,超过 {limit} 个的上限。文件未导入。请删去空白区域或拆分后再上传。",
        file=file,
        cells=cells,
        limit=MAX_CELLS,
    )


def _extent(archive: zipfile.ZipFile, entry: str) -> tuple[int, int]:
    rows, widest, tail = 0, b"Z", b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            text = tail + chunk
            rows = max(rows, max(map(int, _ROW.findall(text)), default=0))
            widest = max(widest, max(_WIDE_CELL.findall(text), key=_width_order, default=b"Z"), key=_width_order)
            tail = text[-200:]
    return rows, _column_number(widest)


def _width_order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
