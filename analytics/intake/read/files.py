"""Files and folders to sheets: the one door of reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from analytics.intake.read import tidy
from analytics.intake.read.delimited import read_delimited
from analytics.intake.read.grid import Grid, no_rejects, no_rows
from analytics.intake.read.header import SEARCHED_ROWS, Header, find_header
from analytics.intake.read.kinds import EXPECTED, Kind, sniff
from analytics.intake.read.limits import check_file_size, check_shape
from analytics.intake.read.sheet import Sheet
from analytics.intake.read.webpage import read_webpage
from analytics.intake.read.workbook import read_workbook
from analytics.words import Refused

_NOTE = re.compile(r".{1,10}[:：]")


def walk(paths: Iterable[Path]) -> list[Path]:
    """All files under `paths`, folders taken file by file, subfolders too, in order of path.

    Hidden files and the lock files of open workbooks (~$…) are left out. Raises Refused when a path is missing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise Refused("没有找到“{file}”。没有导入任何文件。请核对路径。", file=path.name)
        inside = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found |= dict.fromkeys(p for p in inside if not _is_hidden(p.relative_to(path)))
    return list(found)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) or part == "Thumbs.db" for part in path.parts)


def read_file(path: Path, header_rows: Mapping[str, int] | None = None) -> list[Sheet]:
    """Every visible sheet of a file; one without a table has Sheet.skipped set and no rows.

    header_rows  name of a sheet ('' in a text file) → 1-based row of its header, where a person chose it
    Raises Refused when the file is empty, damaged, encrypted, too large, no table, or has no header anywhere.
    """
    kind, grids = _opened(path)
    remarks = _extension_remark(path, kind)
    sheets = [_sheet(path.name, grid, (header_rows or {}).get(grid.name), remarks) for grid in grids]
    if all(sheet.skipped for sheet in sheets):
        raise Refused(
            "文件“{file}”第 {which} 张表没有找到表头:前 {rows} 行里没有“身份证号”一类的列。"
            "文件未导入。请选择表头所在行,或换一个文件。",
            file=path.name,
            which="、".join(str(i) for i in range(1, len(sheets) + 1)) or "1",
            rows=SEARCHED_ROWS,
        )
    return sheets


def first_lines(path: Path) -> list[list[str]]:
    """The first rows of a file's first sheet, for choosing the header by eye. Raises Refused as read_file does."""
    _kind, grids = _opened(path)
    return grids[0].head()[:SEARCHED_ROWS] if grids else []


def grids(path: Path) -> Sequence[Grid]:
    """Every visible sheet of a file as it stands, no header looked for. Raises Refused as read_file does."""
    return _opened(path)[1]


def _opened(path: Path) -> tuple[Kind, Sequence[Grid]]:
    check_file_size(path)
    data = path.read_bytes()
    kind = sniff(path.name, path.suffix.lower(), data)
    return kind, _grids(path.name, kind, data)


def _grids(file: str, kind: Kind, data: bytes) -> Sequence[Grid]:
    if kind is Kind.TEXT:
        return [read_delimited(file, data)]
    return read_webpage(file, data) if kind is Kind.HTML else read_workbook(file, kind, data)


def _extension_remark(path: Path, kind: Kind) -> tuple[str, ...]:
    if path.suffix.lower() in EXPECTED[kind]:
        return ()
    return (f"扩展名是“{path.suffix}”,内容是{kind.value},已按内容读取。",)


def _sheet(file: str, grid: Grid, chosen: int | None, remarks: tuple[str, ...]) -> Sheet:
    head = grid.head()
    header = find_header(head, chosen)
    if header is None:
        reason = "没有找到表头" if any(any(row) for row in head) else "空表"
        return Sheet(file, grid.name, _title(head[:1])[0], "", (), no_rows(), no_rejects(), {}, remarks, reason)
    title, notes = _title(head[: header.first])
    return _table(file, grid, header, head, remarks, title, notes)


def _table(
    file: str, grid: Grid, header: Header, head: list[list[str]], remarks: tuple[str, ...], title: str, notes: str
) -> Sheet:
    body = grid.body(header)
    check_shape(file, body.rows.num_rows, len(header.names))
    above = [cell for row in head[: header.first] for cell in row if cell]
    rows, dropped = tidy.drop_no_data(body.rows, header, head[header.first : header.body], above)
    rows, names = tidy.drop_empty_columns(tidy.fill_ditto(rows), header.names[: rows.num_columns - 1])
    return Sheet(file, grid.name, title, notes, names, rows, body.rejected, dropped, (*remarks, *body.remarks))


def _title(above: list[list[str]]) -> tuple[str, str]:
    """Text above a header: the title, and the lines that are notes (填报单位:…, 单位:元)."""
    texts = list(dict.fromkeys(cell.strip() for row in above for cell in row if cell.strip()))
    notes = [text for text in texts if _NOTE.match(text) or text.startswith(("(单位", "（单位", "单位"))]
    return " ".join(t for t in texts if t not in notes), " ".join(notes)
