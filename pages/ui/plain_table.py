"""Small tables as HTML: they wrap, print, and fit a phone; everything in them is escaped here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

LOOK = """<style>
.qz-scroll {overflow-x: auto; margin-bottom: .8rem}
.qz-plain {border-collapse: collapse; width: 100%; font-size: .92rem; line-height: 1.4; margin: 0}
.qz-plain th, .qz-plain td {border-bottom: 1px solid rgba(128, 128, 128, .3); padding: .25rem .5rem; text-align: left;
  vertical-align: top}
.qz-plain th {font-weight: 600; opacity: .75; white-space: nowrap}
.qz-plain .n {text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums}
.qz-plain a {color: inherit}
@media (max-width: 600px) {.qz-plain th:first-child, .qz-plain td:first-child {min-width: 8em}}
.qz-plain tr.sum td {font-weight: 600}
</style>"""


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere: keys and codes only in the address."""

    text: str
    href: str


Cell = str | Link


def plain_table(
    head: Sequence[str], rows: Sequence[Sequence[Cell]], right: Collection[int] = (), total: bool = False
) -> str:
    """HTML of a table of texts; columns `right` (from 0) hold numbers; with `total` the last row is a sum. LOOK has to
    stand once on the page."""
    cells = "".join(_row(row, "td", right, total and number == len(rows)) for number, row in enumerate(rows, 1))
    return (
        f'<div class="qz-scroll"><table class="qz-plain"><thead>{_row(head, "th", right)}</thead>'
        f"<tbody>{cells}</tbody></table></div>"
    )


def _row(cells: Sequence[Cell], tag: str, right: Collection[int], total: bool = False) -> str:
    inner = "".join(
        f"<{tag}{' class=n' if place in right else ''}>{_cell(cell)}</{tag}>" for place, cell in enumerate(cells)
    )
    return f"<tr{' class=sum' if total else ''}>{inner}</tr>"


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f'<a href="{escape(cell.href)}" target="_self">{escape(cell.text)}</a>'
    return escape(cell)
