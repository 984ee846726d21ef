"""What can be ticked: payments of a programme or kind, a register of the snapshot, an uploaded or a kept list.

Every list becomes one relation of the same columns (COLUMNS), so that any two can be held against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.schema import REGISTERS, TABLES
from analytics.viewer import Viewer
from analytics.words import Refused, _
from analytics.workbench.shelf import Shelf

COLUMNS: dict[str, pa.DataType] = {
    "person": pa.int32(),
    "account": pa.int32(),
    "phone": pa.int32(),
    "household": pa.int32(),
    "name": pa.int32(),
    "village": pa.int32(),
    "programme": pa.int32(),
    "amount": pa.decimal128(12, 2),
    "starts_on": pa.date32(),
    "ends_on": pa.date32(),
    "payment_no": pa.int64(),
    "source_file": pa.int32(),
    "source_row": pa.int32(),
}
SCHEMA = pa.schema(list(COLUMNS.items()))
KEYS = ("person", "account", "phone", "household", "name")
KINDS = {"payment": "发放", "kind": "发放(类别)", "register": "比对库", "upload": "上传名单", "kept": "已存名单"}
# Whom a register's row is about, and from when to when it holds: the first of these columns it has.
_PERSON = ("person", "owner", "for_person")
_STARTS = ("starts_on", "died_on", "registered_on", "bought_on", "valid_from", "founded_on", "household_from", "date")
_ENDS = ("ends_on", "cancelled_on", "sold_on", "valid_to", "household_to")
# Where the person register has somebody last.
_HOME = """SELECT person, arg_max(household, held) AS household, arg_max(village, held) AS village
    FROM (SELECT person, household, village, (coalesce(household_to, DATE '9999-12-31'), household) AS held
          FROM person) GROUP BY person"""
_PAYMENT = """SELECT p.person, p.account, p.phone, p.household, p.name, p.village, p.programme, p.amount,
    p.period_start AS starts_on, p.period_end AS ends_on, p.payment_no, p.source_file, p.source_row
    FROM pay AS p WHERE p.programme IN ({programmes}) AND {scope}"""


@dataclass(frozen=True)
class Ticked:
    """One list: its kind (a key of KINDS) and its code (programme's code, kind, register, token, run:side)."""

    kind: str
    code: str

    @classmethod
    def read(cls, text: str) -> Self | None:
        """payment:DB → a list; None for what is none."""
        kind, _colon, code = text.partition(":")
        return cls(kind, code) if kind in KINDS and code else None

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


@dataclass(frozen=True)
class Relation:
    """A list as SQL that gives COLUMNS, and the Arrow tables it reads by name."""

    sql: str
    tables: dict[str, pa.Table]


def choices(viewer: Viewer, engine: Engine, shelf: Shelf, kept: Iterable[str] = ()) -> dict[Ticked, str]:
    """Every list the viewer may tick, with its title; `kept`: codes run:side of lists kept with a comparison."""
    book = codebook(engine)
    allowed = viewer.scope.departments
    programmes = [p for p in book.units["programme"].values() if allowed is None or p.above in allowed]
    kinds = engine.rows("SELECT DISTINCT kind FROM programme WHERE kind IS NOT NULL ORDER BY kind")
    ticked = [Ticked("upload", token) for token in shelf.tokens()]
    ticked += [Ticked("kept", code) for code in kept]
    ticked += [Ticked("payment", p.code) for p in programmes]
    ticked += [Ticked("kind", row["kind"]) for row in kinds]
    ticked += [Ticked("register", name) for name in REGISTERS if name in engine.present and _keys_in(name)]
    return {one: title_of(engine, shelf, one) for one in ticked}


def title_of(engine: Engine, shelf: Shelf, ticked: Ticked) -> str:
    """What a list is called: 发放:农村低保金. Refused for one that is not there."""
    return f"{_(KINDS[ticked.kind])}:{_named(engine, shelf, ticked)}"


def _named(engine: Engine, shelf: Shelf, ticked: Ticked) -> str:
    if ticked.kind == "upload":
        return str(shelf.about(ticked.code)["title"])
    if ticked.kind == "kept":
        return str(kept_about(engine, ticked.code)["title"])
    if ticked.kind == "register" and ticked.code in REGISTERS:
        return _(TABLES[ticked.code].title)
    found = codebook(engine).by_code["programme"].get(ticked.code)
    if ticked.kind == "payment" and found:
        return found.title
    if ticked.kind == "kind" and engine.value("SELECT count(*) FROM programme WHERE kind = ?", [ticked.code]):
        return ticked.code
    raise Refused("没有这份名单。没有比对,请重新选择。")


def match_keys(engine: Engine, shelf: Shelf, ticked: Ticked) -> tuple[str, ...]:
    """By what the list can be matched, of KEYS; a person leads to a household and, mostly, to a name and a village."""
    if ticked.kind in ("payment", "kind"):
        return KEYS
    if ticked.kind == "register":
        return _keys_in(ticked.code)
    about = shelf.about(ticked.code) if ticked.kind == "upload" else kept_about(engine, ticked.code)
    have = {*about["keys"], *(["household"] if "person" in about["keys"] else [])}
    return tuple(key for key in KEYS if key in have)


def relation(
    viewer: Viewer, engine: Engine, shelf: Shelf, ticked: Ticked, days: tuple[date | None, date | None], name: str
) -> Relation:
    """The list within the viewer's scope: payments of their part, and of a register whoever was paid there. With
    `days` (both inclusive) what overlaps them; what has no date counts always. `name` is a name for its table.
    """
    title_of(engine, shelf, ticked)  # refuses what is not there
    tables: dict[str, pa.Table] = {}
    if ticked.kind in ("payment", "kind"):
        sql = _payments_sql(viewer, engine, ticked)
    elif ticked.kind == "register":
        sql = _register_sql(viewer, ticked.code)
    else:
        tables[name] = shelf.rows(ticked.code) if ticked.kind == "upload" else kept_rows(engine, ticked.code)
        sql = f"""SELECT u.* REPLACE (coalesce(u.household, w.household) AS household)
            FROM {name} AS u LEFT JOIN ({_HOME}) AS w ON w.person = u.person"""
    return Relation(f"SELECT * FROM ({sql}) AS t WHERE {_within(days)}", tables)


def _payments_sql(viewer: Viewer, engine: Engine, ticked: Ticked) -> str:
    column = "code" if ticked.kind == "payment" else "kind"
    found = engine.rows(f"SELECT programme FROM programme WHERE {column} = ? ORDER BY programme", [ticked.code])
    keys = ", ".join(str(int(row["programme"])) for row in found)
    return _PAYMENT.format(programmes=keys, scope=viewer.scope.where("p"))


def _register_sql(viewer: Viewer, name: str) -> str:
    have = set(TABLES[name].columns)
    who = _first(_PERSON, have)

    def own(column: str, otherwise: str = "NULL") -> str:
        return f"coalesce(t.{column}, {otherwise})" if column in have else otherwise

    values = {
        "person": f"t.{who}" if who else "NULL",
        "household": own("household", "w.household" if who else "NULL"),
        "name": own("name", "y.name" if who else "NULL"),
        "village": own("village", "w.village" if who else "NULL"),
        "starts_on": f"t.{_first(_STARTS, have)}" if _first(_STARTS, have) else "NULL",
        "ends_on": f"t.{_first(_ENDS, have)}" if _first(_ENDS, have) else "NULL",
    }
    told = ", ".join(f"CAST({values.get(c) or own(c)} AS {_SQL_TYPES[str(t)]}) AS {c}" for c, t in COLUMNS.items())
    joins = (
        f"""LEFT JOIN ({_HOME}) AS w ON w.person = t.{who}
        LEFT JOIN payee AS y ON y.person = t.{who}"""
        if who
        else ""
    )
    rows = f"SELECT {told} FROM {name} AS t {joins}"
    return rows if viewer.scope.whole_county else f"SELECT * FROM ({rows}) AS t WHERE {_paid_here(viewer)}"


def _paid_here(viewer: Viewer) -> str:
    """Somebody limited to a part of the county learns of a register's row only when its people were paid there."""
    paid = "SELECT p.{0} FROM pay AS p WHERE p.{0} IS NOT NULL AND " + viewer.scope.where("p")
    return " OR ".join(f"t.{key} IN ({paid.format(key)})" for key in ("person", "household", "account"))


def _within(days: tuple[date | None, date | None]) -> str:
    since, until = days
    parts = [f"coalesce(t.ends_on, DATE '9999-12-31') >= DATE '{since:%Y-%m-%d}'"] if since else []
    parts += [f"coalesce(t.starts_on, DATE '1900-01-01') <= DATE '{until:%Y-%m-%d}'"] if until else []
    return " AND ".join(parts) or "TRUE"


def _keys_in(name: str) -> tuple[str, ...]:
    have = set(TABLES[name].columns)
    by_person = {"person", "household", "name"} if _first(_PERSON, have) else set()
    return tuple(key for key in KEYS if key in have | by_person)


def _first(names: tuple[str, ...], have: set[str]) -> str:
    return next((name for name in names if name in have), "")


def kept_folder(engine: Engine, code: str) -> Path:
    """Where a list kept with a comparison lies (code: run:side). Refused when it is not there."""
    run, _colon, side = code.partition(":")
    folder = engine.snapshot.store / "runs" / run
    if not run.isalnum() or side not in ("left", "right") or not (folder / f"{side}.parquet").exists():
        raise Refused("没有这份名单。没有比对,请重新选择。")
    return folder


def kept_about(engine: Engine, code: str) -> dict[str, Any]:
    """title and keys of a kept list."""
    folder = kept_folder(engine, code)
    metadata = pq.read_schema(folder / f"{code.partition(':')[2]}.parquet").metadata
    return {"title": metadata[b"title"].decode(), "keys": metadata[b"keys"].decode().split()}


def kept_rows(engine: Engine, code: str) -> pa.Table:
    """Rows of a kept list."""
    return pq.read_table(kept_folder(engine, code) / f"{code.partition(':')[2]}.parquet")


_SQL_TYPES = {"int32": "INTEGER", "int64": "BIGINT", "decimal128(12, 2)": "DECIMAL(12,2)", "date32[day]": "DATE"}
