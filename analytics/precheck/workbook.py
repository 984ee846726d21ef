"""The uploaded spreadsheet with two columns added, as a workbook in memory; its own rows and columns stay."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from analytics.export import Head, write_head
from analytics.precheck.roster import Roster
from analytics.words import _

# sheet → row (1-based) → what is written into the two cells added to it
Verdicts = Mapping[str, Mapping[int, tuple[str, str]]]
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_EXACT_BELOW = 10**15  # a spreadsheet's numbers keep 15 digits
_FIRST_YEAR = 1900  # its days begin here


def dress(roster: Roster, verdicts: Verdicts, titles: tuple[str, str], head: Head) -> bytes:
    """An XLSX: every sheet of the roster, the two columns to the right of those with verdicts, then what it is.

    Texts are written as texts: none can act as a formula or a link.
    """
    import xlsxwriter  # slow to import, and needed here only

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    headers = {part.sheet.sheet: part.header for part in roster.parts}
    with xlsxwriter.Workbook(out, safe) as book:
        looks = {"day": book.add_format({"num_format": "yyyy-mm-dd"}), "bold": book.add_format({"bold": True})}
        for name, rows in roster.cells.items():
            sheet = book.add_worksheet(_sheet_name(book, name))
            _write_rows(sheet, rows, looks)
            if name in verdicts:
                right = max(map(len, rows), default=0)
                _write_verdicts(sheet, right, {headers[name]: titles, **verdicts[name]}, looks, headers[name])
        write_head(book, head, _sheet_name(book, _("说明")))
    return out.getvalue()


def _write_rows(sheet: Any, rows: list[list[Any]], looks: Mapping[str, Any]) -> None:
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            _write(sheet, at, column, value, looks)
    sheet.set_column(0, max((len(row) for row in rows), default=1), 14)


def _write(sheet: Any, row: int, column: int, value: Any, looks: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and abs(value) < _EXACT_BELOW:
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= _FIRST_YEAR:
        moment = value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time())
        sheet.write_datetime(row, column, moment, looks["day"])
    else:
        sheet.write_string(row, column, str(value)[:32_767])


def _write_verdicts(
    sheet: Any, right: int, said: Mapping[int, tuple[str, str]], looks: Mapping[str, Any], header: int
) -> None:
    for row, texts in said.items():
        for place, text in enumerate(filter(None, texts)):
            sheet.write_string(row - 1, right + place, text, looks["bold"] if row == header else None)
    sheet.set_column(right, right, 10)
    sheet.set_column(right + 1, right + 1, 60)


def _sheet_name(book: Any, wanted: str) -> str:
    """A name Excel takes, and no sheet here has."""
    plain = _NOT_IN_NAMES.sub(" ", wanted)[:_LONGEST_NAME].strip(" '") or _("名册")
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    names = (plain, *(f"{plain[: _LONGEST_NAME - 4]} {number}" for number in range(2, 1000)))
    return next(name for name in names if name.lower() not in taken)
