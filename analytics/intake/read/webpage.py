"""Web pages saved as .xls: each table that holds no other table is a sheet."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from analytics.intake.read.cells import CellGrid, Span, fill_merged
from analytics.intake.read.encoding import find_encoding
from analytics.intake.read.kinds import damaged
from analytics.intake.read.limits import MAX_COLUMNS, check_shape


def read_webpage(file: str, data: bytes) -> list[CellGrid]:
    """The tables of a web page. Raises Refused when it cannot be parsed or is too wide."""
    encoding, bom = find_encoding(data)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        page = html.document_fromstring(data[bom:].decode(encoding, "replace").encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise damaged(file) from None
    tables = page.xpath("//table[not(.//table)]")
    return [_grid(file, f"表{i}", table) for i, table in enumerate(tables, start=1)]


def _grid(file: str, name: str, table: Any) -> CellGrid:
    cells: dict[tuple[int, int], str] = {}
    spans: list[Span] = []
    taken: set[tuple[int, int]] = set()
    rows = table.xpath(".//tr")
    for at, row in enumerate(rows):
        _lay_row(file, at, row, cells, spans, taken)
    width = max((column for _, column in cells), default=-1) + 1
    check_shape(file, len(rows), width)
    filled: list[list[Any]] = [[cells.get((r, c), "") for c in range(width)] for r in range(len(rows))]
    fill_merged(filled, spans)
    return CellGrid(name, filled, tuple(spans))


def _lay_row(
    file: str, at: int, row: Any, cells: dict[tuple[int, int], str], spans: list[Span], taken: set[tuple[int, int]]
) -> None:
    """Place the cells of one tr, right of those that hang down from rows above."""
    column = 0
    for cell in row.xpath("./td|./th"):
        while (at, column) in taken:
            column += 1
        cells[at, column] = cell.text_content().strip()
        down, across = _span(cell, "rowspan"), _span(cell, "colspan")
        check_shape(file, 0, column + across)
        if down > 1 or across > 1:
            spans.append(((at, column), (at + down - 1, column + across - 1)))
            taken.update((r, c) for r in range(at + 1, at + down) for c in range(column, column + across))
            cells[at, column + across - 1] = cells[at, column]
        column += across


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(1, min(int(text), MAX_COLUMNS + 1)) if text.isdigit() else 1
