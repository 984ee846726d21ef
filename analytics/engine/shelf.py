"""What SQL may read by name, made when it is first asked for: most questions need a few of many relations."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from threading import Lock

import duckdb
import pyarrow.parquet as pq

from analytics.engine.ledger import LEDGER
from analytics.engine.views import MACROS, TABLES, VIEWS
from analytics.reference import COLUMNS, OVERLAYS
from analytics.schema import TABLES as CONTRACT
from analytics.schema import create_sql
from analytics.snapshots import Snapshot
from analytics.snapshots.writer import LAYOUTS

_WORD = re.compile(r"\w+")
# Small, and asked several times for one page: held in memory.
_HELD = frozenset({"cube"})
# Payments held in memory, at some 70 bytes each; beyond that the ledger is read from the files every time.
MOST_HELD = 8_000_000
# name -> the statement that makes it; what it reads stands before it or is a table of the snapshot.
MADE = {
    **{name: f"CREATE MACRO {name}{sql}" for name, sql in MACROS.items()},
    **{name: f"CREATE TABLE {name} AS {sql}" for name, sql in (TABLES | LEDGER).items()},
    **{name: f"CREATE VIEW {name} AS {sql}" for name, sql in VIEWS.items()},
}
_NAMES = frozenset({*MADE, *CONTRACT, *LAYOUTS, *COLUMNS})
# What the county's edits lie over: the files' own rows are `{files}` there.
_READS = {**MADE, **OVERLAYS}


@lru_cache(maxsize=1024)
def needed(sql: str) -> tuple[str, ...]:
    """The relations and macros whose names stand in `sql`, and before them what they need in turn.

    A word that is no relation here (a column, a string) may be taken for one: that costs a moment, no more.
    """
    words = {word.lower() for word in _WORD.findall(sql)}
    return tuple(dict.fromkeys(need for name in sorted(words & _NAMES) for need in _with_needs(name)))


@cache
def _with_needs(name: str, above: frozenset[str] = frozenset()) -> tuple[str, ...]:
    above = above | {name}
    words = set(_WORD.findall(_READS.get(name, ""))) - above
    return (*(need for other in sorted(words & _NAMES) for need in _with_needs(other, above)), name)


class Shelf:
    """The relations of one snapshot in one database, each made once; safe from several threads."""

    def __init__(self, con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
        self._con, self._snapshot = con, snapshot
        self._there: set[str] = set(COLUMNS)
        self._lock = Lock()

    def fetch(self, sql: str) -> None:
        """Make what `sql` reads, where it is not there yet."""
        missing = [name for name in needed(sql) if name not in self._there]
        if missing:
            with self._lock:
                for name in missing:
                    self._make(name)

    def _make(self, name: str) -> None:
        if name not in self._there:
            self._con.execute(self._statement(name))
            self._there.add(name)

    def _statement(self, name: str) -> str:
        if name == "payment_ledger" and self._snapshot.rows("payment") > MOST_HELD:
            return MADE[name].replace("TABLE", "VIEW", 1)
        return MADE.get(name) or _file_sql(self._snapshot, name)


def _file_sql(snapshot: Snapshot, name: str) -> str:
    """A table of the snapshot: its files, or nothing where the snapshot has none, under the county's edits."""
    if name in OVERLAYS:
        return f"CREATE VIEW {name} AS {OVERLAYS[name].format(files=_rows_sql(snapshot, name))}"
    if name not in snapshot.tables:
        layout = name in LAYOUTS
        return create_sql("payment").replace("payment (", f"{name} (year INTEGER, ") if layout else create_sql(name)
    return f"CREATE {'TABLE' if name in _HELD else 'VIEW'} {name} AS SELECT * FROM {_rows_sql(snapshot, name)}"


def _rows_sql(snapshot: Snapshot, name: str) -> str:
    """What stands in the files of a table, as a relation; no rows where it has none."""
    if name not in snapshot.tables:
        columns = (f"CAST(NULL AS {CONTRACT[name].type_of(c)}) AS {c}" for c in CONTRACT[name].columns)
        return f"(SELECT {', '.join(columns)} LIMIT 0)"
    partitioned = ", hive_partitioning = true, hive_types = {'year': INTEGER}" if name in LAYOUTS else ""
    files = f"read_parquet('{snapshot.glob(name)}'{partitioned})"
    later = "" if name in LAYOUTS else _later_columns(snapshot, name)
    return f"(SELECT *{later} FROM {files})" if later else files


def _later_columns(snapshot: Snapshot, name: str) -> str:
    """Columns the contract has got since an older snapshot was written: blank in it."""
    have = pq.read_schema(snapshot.glob(name)).names
    lacking = [c for c in CONTRACT[name].columns if c not in have]
    return "".join(f", CAST(NULL AS {CONTRACT[name].type_of(c)}) AS {c}" for c in lacking)
