"""Small tables as HTML: they wrap, print, and fit a phone; everything in them is escaped here.

A wide table's rows are stacked on a phone: the first cell as a title, each other one under the name of its column.
"""

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
.qz-plain tr.sum td {font-weight: 600}
@media screen and (max-width: 600px) {
  .qz-plain th, .qz-plain td {padding: .25rem .3rem}
  .qz-plain.wide thead {display: none}
  .qz-plain.wide tr {display: grid; grid-template-columns: 1fr 1fr; gap: .1rem 1rem; padding: .4rem 0;
    border-bottom: 1px solid rgba(128, 128, 128, .3)}
  .qz-plain.wide td, .qz-plain.wide .n {border: 0; padding: 0 .3rem; text-align: left; white-space: normal;
    overflow-wrap: anywhere}
  .qz-plain.wide td:first-child {grid-column: 1 / -1}
  .qz-plain.wide td:not(:first-child)::before {content: attr(data-head); display: block; font-size: .8rem; opacity: .7}
}
</style>"""
MOST_COLUMNS = 5  # that a phone shows side by side


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere: keys and codes only in the address."""

    text: str
    href: str


Cell = str | Link


def plain_table(
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    right: Collection[int] = (),
    total: bool = False,
    alt: str = "",
    stacked: bool = False,
) -> str:
    """HTML of a table of texts; columns `right` (from 0) hold numbers; with `total` the last row is a sum; `alt` says
    what it is to whoever hears the page; `stacked` stacks the rows on a phone whatever their width. LOOK has to stand
    once on the page."""
    body = "".join(_row(head, row, right, total and number == len(rows)) for number, row in enumerate(rows, 1))
    heads = "".join(f"<th{_number(place in right)}>{escape(name)}</th>" for place, name in enumerate(head))
    look = "qz-plain wide" if stacked or len(head) > MOST_COLUMNS else "qz-plain"
    return (
        f'<div class="qz-scroll"><table class="{look}" aria-label="{escape(alt)}"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(head: Sequence[str], cells: Sequence[Cell], right: Collection[int], total: bool) -> str:
    inner = "".join(
        f'<td data-head="{escape(head[place])}"{_number(place in right)}>{_cell(cell)}</td>'
        for place, cell in enumerate(cells)
    )
    return f"<tr{' class=sum' if total else ''}>{inner}</tr>"


def _number(right: bool) -> str:
    return " class=n" if right else ""


def _cell(cell: Cell) -> str:
    if isinstance(cell, Link):
        return f'<a href="{escape(cell.href)}" target="_self">{escape(cell.text)}</a>'
    return escape(cell)
