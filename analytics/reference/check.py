"""Whether rows may stand in a reference table: each fault in a sentence that names the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import combinations

from analytics.reference.tables import EditTable, Field
from analytics.reference.versions import Row
from analytics.words import _

# "table.column" -> the values there are
Known = Mapping[str, frozenset[str]]
_NEVER = "9999-12-31"


def faults(table: EditTable, rows: Sequence[Row], known: Known) -> Iterator[str]:
    """Everything wrong with the rows, in their order (row 1 is the first)."""
    for number, row in enumerate(rows, start=1):
        for field in table.fields:
            yield from _of_cell(number, field, row.get(field.name, ""), known)
        if table.dated and row.get("valid_to") and row["valid_to"] < row.get("valid_from", ""):
            yield _("第 {row} 行:失效日早于生效日。").format(row=number)
    yield from _clashes(table, rows)


def _of_cell(number: int, field: Field, value: str, known: Known) -> Iterator[str]:
    named = {"row": number, "column": _(field.title), "value": value}
    if not value:
        if field.required:
            yield _("第 {row} 行:“{column}”不能为空。").format(**named)
    elif not _readable(field, value):
        yield _("第 {row} 行:“{column}”的值“{value}”看不懂。").format(**named)
    elif field.choices and value not in field.choices:
        choices = "、".join(field.choices)
        yield _("第 {row} 行:“{column}”只能是 {choices}。").format(**named, choices=choices)
    elif field.of in known and value not in known[field.of]:
        yield _("第 {row} 行:“{column}”没有“{value}”这一项。").format(**named)


def _readable(field: Field, value: str) -> bool:
    try:
        match field.type:
            case "number":
                return Decimal(value).is_finite()
            case "integer":
                return str(int(value)) == value
            case "date":
                return date.fromisoformat(value).isoformat() == value
            case "flag":
                return value in ("true", "false")
            case _:
                return "\n" not in value
    except (ValueError, InvalidOperation):
        return False


def _clashes(table: EditTable, rows: Sequence[Row]) -> Iterator[str]:
    """Rows of one key whose dates overlap, or, without dates, that stand twice."""
    by_key: dict[tuple[str, ...], list[tuple[int, Row]]] = {}
    for number, row in enumerate(rows, start=1):
        by_key.setdefault(tuple(row.get(name, "") for name in table.key), []).append((number, row))
    for same in by_key.values():
        for (first, a), (second, b) in combinations(same, 2):
            if not table.dated:
                yield _("第 {a} 行和第 {b} 行重复。").format(a=first, b=second)
            elif _overlap(a, b):
                yield _("第 {a} 行和第 {b} 行的日期重叠。").format(a=first, b=second)


def _overlap(a: Row, b: Row) -> bool:
    return a.get("valid_from", "") <= (b.get("valid_to") or _NEVER) and b.get("valid_from", "") <= (
        a.get("valid_to") or _NEVER
    )
