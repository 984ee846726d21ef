"""Both sides of a suspect: our payments, and the records they were held against, each with file, row and date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from analytics.columns import title_of
from analytics.engine import Engine
from analytics.naming import Naming
from analytics.schema import KEYS, REGISTERS, TABLES, VAULT
from analytics.vault import Vault
from analytics.viewer import Viewer
from analytics.words import _

SHOWN = 200
# Columns that say where a record lies, or number it within the snapshot: nothing a person would compare.
_WHERE = frozenset({"source_file", "source_row", "batch", "roster_line", "payment_no", "year"})

_OURS = """
    SELECT p.payment_no, p.person, p.account, p.programme, p.period, p.pay_date, p.quantity, p.amount,
           p.note_kind, p.source_row, concat_ws(' ', s.file, nullif(s.sheet, '')) AS source, s.data_date
    FROM pay AS p LEFT JOIN source AS s ON s.source_file = p.source_file
    WHERE p.payment_no IN (SELECT unnest(payment_nos) FROM mine) AND {scope}
    ORDER BY p.period, p.programme, p.payment_no LIMIT ?"""
_SOURCE = """
    SELECT concat_ws(' ', file, nullif(sheet, '')) AS source, data_date FROM source WHERE source_file = ?"""


@dataclass(frozen=True)
class Record:
    """One record of another list: which list, where it stands, and its columns as (title, value) for people."""

    table: str
    title: str
    source: str
    row: int
    data_date: Any
    values: tuple[tuple[str, Any], ...]


def our_records(viewer: Viewer, engine: Engine, hits: pa.Table) -> pa.Table:
    """The payments the hits name, at most SHOWN: payment_no, person_title and account_title (masked), programme_title,
    period (yyyymm), pay_date, quantity, amount (yuan), note_kind, source (file and sheet), source_row, data_date."""
    sql = _OURS.format(scope=viewer.scope.where("p"))
    found = engine.query(sql, [SHOWN], {"mine": hits})
    naming = Naming(engine)
    people = naming.people(found["person"].to_pylist())
    accounts = naming.accounts(found["account"].to_pylist())
    columns = {
        "person_title": [people.get(key, "") for key in found["person"].to_pylist()],
        "account_title": [accounts.get(key or 0, "") for key in found["account"].to_pylist()],
        "programme_title": naming.titles("programme", found["programme"].to_pylist()),
    }
    for name, values in columns.items():
        found = found.append_column(name, pa.array(values, pa.string()))
    return found


def their_records(engine: Engine, places: Sequence[tuple[str, int, int]]) -> list[Record]:
    """The records at these (table, source file, row); a table that is no register or payment file is left out."""
    known = [place for place in places if place[0] in REGISTERS or place[0] == "payment"]
    return [record for place in known for record in _read(engine, *place)]


def _read(engine: Engine, table: str, source_file: int, row: int) -> list[Record]:
    rows = engine.rows(f"SELECT * FROM {table} WHERE source_file = ? AND source_row = ? LIMIT 12", [source_file, row])
    source = next(iter(engine.rows(_SOURCE, [source_file])), {"source": "", "data_date": None})
    title, file, data_date = _(TABLES[table].title), str(source["source"]), source["data_date"]
    return [Record(table, title, file, row, data_date, _readable(engine, table, found)) for found in rows]


def _readable(engine: Engine, table: str, row: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The filled columns of a row: titles people read, vault keys masked, units by their title."""
    shown = [c for c in TABLES[table].columns if c not in _WHERE and row[c] is not None]
    vault, naming = Vault(engine.snapshot.store), Naming(engine)
    return tuple((title_of(c), text) for c in shown if (text := _value(vault, naming, c, row[c])) not in (None, ""))


def _value(vault: Vault, naming: Naming, column: str, value: Any) -> Any:
    if column in VAULT:
        return vault.masked(VAULT[column], [value]).get(value)
    if column in KEYS:
        unit = "programme" if column == "succeeds" else column
        return naming.titles(unit, [value])[0] if value else None
    return (_("是") if value else _("否")) if isinstance(value, bool) else value
