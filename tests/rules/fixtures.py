"""Rule fixtures: a folder of small CSV files → a real snapshot → a real engine → rows to hold against expected.csv.

The format is told in tests/rules/README.md.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analytics.engine import Engine
from analytics.reference import current_reference
from analytics.rules.catalogue import HOME, Rule, load
from analytics.rules.contract import normal_sql
from analytics.schema import TABLES, VAULT, type_of
from analytics.snapshots import SnapshotWriter, store_lock

HERE = Path(__file__).parent
DEFAULTS = HERE / "defaults"
NOT_TABLES = {"expected", "hits"}
PAYMENT_DEFAULTS = {"township": "1", "village": "1", "status": "paid", "channel": "card", "batch": "1"}
REGISTER_SOURCE = "2"
Row = dict[str, str]


def read_csv(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: v for k, v in row.items() if v not in ("", None)} for row in csv.DictReader(file)]


@dataclass(frozen=True)
class Fixture:
    """One folder of tests/rules."""

    folder: Path

    @property
    def code(self) -> str:
        return self.folder.name

    @cached_property
    def rule(self) -> Rule:
        """The rule of this folder, loaded by itself, so that a broken one fails alone."""
        (path,) = [*HOME.glob(f"sql/{self.code}_*.sql"), *HOME.glob(f"py/{self.code}*.py")]
        return load(path)

    @cached_property
    def parameters(self) -> dict[str, Any]:
        path = self.folder / "params.toml"
        given = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal) if path.exists() else {}
        return {k: Decimal(v) if isinstance(v, str) else v for k, v in given.items()}

    @cached_property
    def expected(self) -> list[Row]:
        return read_csv(self.folder / "expected.csv")

    @cached_property
    def hits(self) -> pa.Table | None:
        """What other rules found (hits.csv: rule, tier, households as 1|2), for a rule that reads it."""
        if not (self.folder / "hits.csv").exists():
            return None
        rows = read_csv(self.folder / "hits.csv")
        households = [[int(key) for key in row["households"].split("|")] for row in rows]
        columns = {name: [row[name] for row in rows] for name in ("rule", "tier")}
        return pa.table({**columns, "households": pa.array(households, pa.list_(pa.int32()))})

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        """Every table of the snapshot as text rows, defaults filled in."""
        own = {p.stem: read_csv(p) for p in sorted(self.folder.glob("*.csv")) if p.stem not in NOT_TABLES}
        base = {p.stem: read_csv(p) for p in sorted(DEFAULTS.glob("*.csv"))}
        tables = {name: base.get(name, []) + own.get(name, []) for name in base.keys() | own.keys()}
        tables["payment"] = _payments(own.get("payment", []), tables["programme"])
        for name in own.keys() - {"payment", "payee"}:
            tables[name] = [_with_source(name, row, n) for n, row in enumerate(tables[name], start=1)]
        tables["payee"] = _payees(tables)
        _only_known_columns(self.code, tables)
        return tables

    def engine(self, home: Path) -> Engine:
        """A real engine over a snapshot of the fixture, written under `home`."""
        con = duckdb.connect()
        for name, rows in self.tables.items():
            _fill(con, name, rows)
        with store_lock(home), SnapshotWriter(home) as writer:
            for name in self.tables.keys() - {"payment"}:
                writer.table(con, name, f'"{name}"')
            writer.payments(con, "payment")
            writer.cube(con)
            return Engine(writer.publish(sources=[]), current_reference())

    def differs(self, rows: list[dict[str, Any]]) -> str:
        """What is wrong with a rule's rows, in words; empty when they are as expected."""
        want = sorted(tuple(_expect(self._resolved(row), c) for c in self.columns) for row in self.expected)
        have = sorted(tuple(_plain(row.get(c)) for c in self.columns) for row in rows)
        if want == have:
            return ""
        missing, surplus = [r for r in want if r not in have], [r for r in have if r not in want]
        counts = f"{len(want)} wanted, {len(have)} got"
        return f"{self.code} {self.columns}\n  missing {missing}\n  surplus {surplus}\n  {counts}"

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns expected.csv speaks of; `kind` stands for the programme of that kind."""
        with (self.folder / "expected.csv").open(encoding="utf-8", newline="") as file:
            head = next(csv.reader(file))
        return tuple("programme" if c == "kind" else c for c in head if c != "case")

    def _resolved(self, row: Row) -> Row:
        return _with_programme(row, self.tables["programme"])


def find_fixtures() -> list[Fixture]:
    """Every folder here that is named like a rule."""
    return [Fixture(p) for p in sorted(HERE.glob("[A-Z][0-9][0-9]")) if p.is_dir()]


def rows_of(fixture: Fixture, engine: Engine, sql: str | None = None) -> list[dict[str, Any]]:
    """The rule's rows over a fixture; `sql` runs a changed SELECT in its place. A blank tier is the header's."""
    rule = fixture.rule
    if sql is None:
        table = rule.select(engine, fixture.parameters, fixture.hits)
    else:
        given = {k: v for k, v in (rule.header.defaults() | fixture.parameters).items() if f"${k}" in sql}
        table = engine.query(normal_sql(sql, set(rule.columns)), given)
    rows: list[dict[str, Any]] = table.to_pylist()
    return [row | {"tier": row["tier"] or rule.header.tier} for row in rows]


def _payments(rows: list[Row], programmes: list[Row]) -> list[Row]:
    return [_payment(row, n, programmes) for n, row in enumerate(rows, start=1)]


def _payment(row: Row, number: int, programmes: list[Row]) -> Row:
    n, person = str(number), row["person"]
    own = {"payment_no": n, "roster_line": n, "source_row": n, "source_file": "1"}
    who = {"household": person, "name": person, "account": person, "holder": person}
    return PAYMENT_DEFAULTS | own | who | _with_programme(row, programmes)


def _with_programme(row: Row, programmes: list[Row]) -> Row:
    if "kind" not in row or "programme" in row:
        return row
    of_kind = next(p["programme"] for p in programmes if p["kind"] == row["kind"])
    return {k: v for k, v in row.items() if k != "kind"} | {"programme": of_kind}


def _with_source(table: str, row: Row, number: int) -> Row:
    if "source_row" not in TABLES[table].columns:
        return row
    return {"source_file": REGISTER_SOURCE, "source_row": str(number)} | row


def _payees(tables: dict[str, list[Row]]) -> list[Row]:
    """A payee for every person key anywhere, unless payee.csv has it."""
    columns = [c for c, kind in VAULT.items() if kind == "person"]
    there = {row[c] for rows in tables.values() for row in rows for c in columns if c in row}
    plain = {"id_kind": "18", "born_on": "1960-01-01", "sex": "男"}
    own = {row["person"]: row for row in tables.get("payee", [])}
    return [plain | {"person": p, "name": p} | own.get(p, {}) for p in sorted(there | own.keys(), key=int)]


def _only_known_columns(code: str, tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        odd = {c for row in rows for c in row} - set(TABLES[name].columns) - {"case"}
        assert not odd, f"{code}/{name}.csv: {', '.join(sorted(odd))}: no such column in the contract"


def _fill(con: duckdb.DuckDBPyConnection, name: str, rows: list[Row]) -> None:
    columns = TABLES[name].columns
    con.execute(f'CREATE TABLE "{name}" ({", ".join(f"{c} {type_of(c)}" for c in columns)})')
    if rows:
        marks = ", ".join("?" for _ in columns)
        con.executemany(f'INSERT INTO "{name}" VALUES ({marks})', [[row.get(c) for c in columns] for row in rows])


def _expect(row: Row, column: str) -> str:
    return _plain(row.get(column))


def _plain(value: Any) -> str:
    """Numbers without trailing zeros, so that 5, 5.0 and 5.0000 are one; a list as 1|2."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(str(v) for v in value)
    try:
        number = Decimal(str(value))
    except ArithmeticError:
        return str(value)
    return str(number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize())
