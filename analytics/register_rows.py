"""Rows of registers as people read them: titles, masked values, and the file and row they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.codebook import UNITS
from analytics.column_words import TITLES
from analytics.engine import Engine
from analytics.naming import Naming, period_words
from analytics.schema import TABLES, Table
from analytics.words import _

MOST = 50
# Columns that say where a row stands, not what it says.
_PLACE = ("source_file", "source_row", "batch", "roster_line", "payment_no")
# Codes of a payment, in words.
_CODES = {"paid": "已发放", "returned": "已退回", "card": "银行卡", "cash": "现金"}


@dataclass(frozen=True)
class RegisterRow:
    """One row: the register's title, (column title, value as text) without blanks, and where it was found."""

    register: str
    title: str
    values: tuple[tuple[str, str], ...]
    source: str
    source_row: int | None
    data_date: date | None


def rows_at(engine: Engine, register: str, source_file: int, source_row: int) -> list[RegisterRow]:
    """The rows of a register (or of payments) that came from one row of one file."""
    return _rows(engine, TABLES[register], "t.source_file = ? AND t.source_row = ?", [source_file, source_row])


def rows_about(engine: Engine, register: str, column: str, key: int) -> list[RegisterRow]:
    """The rows of a register whose `column` (person, household, …) is the key; at most MOST."""
    table = TABLES[register]
    return _rows(engine, table, f"t.{column} = ?", [key]) if column in table.columns else []


def _rows(engine: Engine, table: Table, where: str, parameters: list[Any]) -> list[RegisterRow]:
    sql = f"""
        SELECT t.*, concat_ws(' ', f.file, nullif(f.sheet, '')) AS file_title, f.data_date AS file_date
        FROM {table.name} AS t LEFT JOIN source AS f ON f.source_file = t.source_file
        WHERE {where} ORDER BY t.source_file, t.source_row LIMIT {MOST}"""
    naming = Naming(engine)
    return [_shown(naming, table, row) for row in engine.rows(sql, parameters)]


def _shown(naming: Naming, table: Table, row: dict[str, Any]) -> RegisterRow:
    told = [c for c in table.columns if c not in _PLACE and row[c] is not None and row[c] != ""]
    values = tuple((_(TITLES[c]), _value(naming, table, c, row[c])) for c in told)
    return RegisterRow(table.name, _(table.title), values, row["file_title"], row["source_row"], row["file_date"])


def _value(naming: Naming, table: Table, column: str, value: Any) -> str:
    if column in table.vault_columns:
        return naming.masked(table.vault_columns[column], value)
    if column in UNITS:
        return naming.book.title(column, value)
    if column == "period":
        return period_words(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _(_CODES[value]) if column in ("status", "channel") and value in _CODES else str(value)
