"""What SQL may read by name, made when it is first asked for: most questions need a few of many relations."""

from __future__ import annotations

import re
from functools import lru_cache
from threading import Lock

import duckdb

from analytics.engine.ledger import LEDGER
from analytics.engine.views import MACROS, TABLES, VIEWS
from analytics.schema import TABLES as CONTRACT
from analytics.schema import create_sql
from analytics.snapshots import Snapshot
from analytics.snapshots.writer import LAYOUTS

_WORD = re.compile(r"\w+")
# Small, and asked several times for one page: held in memory.
_HELD = frozenset({"cube"})
# name -> the statement that makes it; what it reads stands before it or is a table of the snapshot.
_MADE = {
    **{name: f"CREATE MACRO {name}{sql}" for name, sql in MACROS.items()},
    **{name: f"CREATE TABLE {name} AS {sql}" for name, sql in (TABLES | LEDGER).items()},
    **{name: f"CREATE VIEW {name} AS {sql}" for name, sql in VIEWS.items()},
}
_FILES = frozenset({*CONTRACT, *LAYOUTS})


@lru_cache(maxsize=1024)
def needed(sql: str) -> tuple[str, ...]:
    """The relations and macros whose names stand in `sql`, and what they need in turn before them.

    A word that is no relation here (a column, a string) may be taken for one: that costs a moment, no more.
    """
    found: dict[str, None] = {}
    for name in sorted(set(_WORD.findall(sql)) & (_MADE.keys() | _FILES)):
        if name in _MADE:
            found |= dict.fromkeys(needed(_MADE[name].replace(name, "")))
        found[name] = None
    return tuple(found)


class Shelf:
    """The relations of one snapshot in one database, each made once; safe from several threads."""

    def __init__(self, con: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> None:
        self._con, self._snapshot = con, snapshot
        self._there: set[str] = set()
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
            self._con.execute(_MADE.get(name) or _file_sql(self._snapshot, name))
            self._there.add(name)


def _file_sql(snapshot: Snapshot, name: str) -> str:
    """A view on the table's files, or an empty table where the snapshot has none."""
    layout = name in LAYOUTS
    if name not in snapshot.tables:
        return create_sql("payment").replace("payment (", f"{name} (year INTEGER, ") if layout else create_sql(name)
    partitioned = ", hive_partitioning = true, hive_types = {'year': INTEGER}" if layout else ""
    kind = "TABLE" if name in _HELD else "VIEW"
    return f"CREATE {kind} {name} AS SELECT * FROM read_parquet('{snapshot.glob(name)}'{partitioned})"
