"""Rows of registers as people read them: titles, masked values, and the file and row they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from analytics.codebook import UNITS
from analytics.columns import title_of
from analytics.engine import Engine
from analytics.naming import Naming, period_words
from analytics.schema import TABLES, Table
from analytics.words import _

MOST = 50
# Columns that say where a row stands or number it within the snapshot: nothing a person would compare.
_PLACE = ("source_file", "source_row", "batch", "roster_line", "payment_no")
# Codes of a payment, in words.
_CODES = {"paid": "已发放", "returned": "已退回", "card": "银行卡", "cash": "现金"}


@dataclass(frozen=True)
class Record:
    """One row of a register or of payments: its filled columns as (title, text), and where it was found."""

    table: str
    title: str
    source: str
    row: int | None
    data_date: date | None
    values: tuple[tuple[str, str], ...]


def records_at(engine: Engine, table: str, source_file: int, row: int) -> list[Record]:
    """The records that came from one row of one file, at most MOST."""
    return _read(engine, TABLES[table], "t.source_file = ? AND t.source_row = ?", [source_file, row])


def records_about(engine: Engine, table: str, column: str, key: int) -> list[Record]:
    """The records whose `column` (person, household, …) is the key, at most MOST; none without such a column."""
    return _read(engine, TABLES[table], f"t.{column} = ?", [key]) if column in TABLES[table].columns else []


def _read(engine: Engine, table: Table, where: str, parameters: list[Any]) -> list[Record]:
    sql = f"""
        SELECT t.*, concat_ws(' ', f.file, nullif(f.sheet, '')) AS file_title, f.data_date AS file_date
        FROM {table.name} AS t LEFT JOIN source AS f ON f.source_file = t.source_file
        WHERE {where} ORDER BY t.source_file, t.source_row LIMIT {MOST}"""
    naming = Naming(engine)
    return [_shown(naming, table, row) for row in engine.rows(sql, parameters)]


def _shown(naming: Naming, table: Table, row: dict[str, Any]) -> Record:
    filled = [c for c in table.columns if c not in _PLACE and row[c] not in (None, "")]
    told = ((title_of(c), _text(naming, table, c, row[c])) for c in filled)
    values = tuple((title, text) for title, text in told if text)
    return Record(table.name, _(table.title), row["file_title"], row["source_row"], row["file_date"], values)


def _text(naming: Naming, table: Table, column: str, value: Any) -> str:
    if column in table.vault_columns:
        return naming.masked(table.vault_columns[column], value)
    if column in UNITS:
        return naming.book.title(column, value) if value else ""
    if column == "period":
        return period_words(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return f"{value:,.2f}" if value == round(value, 2) else f"{value.normalize():,f}"  # a rate may have four places
    return _(_CODES[value] if column in ("status", "channel") and value in _CODES else str(value))
