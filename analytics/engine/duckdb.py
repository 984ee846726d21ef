"""DuckDB in this process: one locked in-memory database per snapshot, one cursor per question."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import duckdb
import pyarrow as pa

from analytics.engine.shelf import Shelf
from analytics.reference import COLUMNS, Reference, current_reference
from analytics.settings import settings
from analytics.snapshots import Snapshot

Parameters = dict[str, Any] | list[Any] | None


class Engine:
    """Answers SQL over one snapshot and one version of the reference tables; reads nothing else on the disk."""

    def __init__(self, snapshot: Snapshot, reference: Reference) -> None:
        self.snapshot, self.reference = snapshot, reference
        self.present = snapshot.tables
        self._con = _open(snapshot, reference)
        self._shelf = Shelf(self._con, snapshot)

    @property
    def embedded(self) -> Engine:
        """DuckDB over this snapshot and reference: what learns from the payments asks here, whichever engine runs."""
        return self

    def query(self, sql: str, parameters: Parameters = None, tables: dict[str, pa.Table] | None = None) -> pa.Table:
        """The result as an Arrow table. Safe from several threads: each call has its own cursor.

        `tables` are Arrow tables this one question may read by name.
        """
        self._shelf.fetch(sql)
        with self._con.cursor() as cursor:
            for name, table in (tables or {}).items():
                cursor.register(name, table)
            return cursor.sql(sql, params=parameters).to_arrow_table()

    def rows(self, sql: str, parameters: Parameters = None) -> list[dict[str, Any]]:
        """The result as a list of dicts, for what fits on a screen."""
        rows: list[dict[str, Any]] = self.query(sql, parameters).to_pylist()
        return rows

    def value(self, sql: str, parameters: Parameters = None) -> Any:
        """The first cell of the result, or None."""
        self._shelf.fetch(sql)
        with self._con.cursor() as cursor:
            rows = cursor.execute(sql, parameters).fetchall()
            return rows[0][0] if rows else None


@lru_cache(maxsize=4)
def _cached(snapshot: Snapshot, reference: Reference) -> Engine:
    return Engine(snapshot, reference)


def open_engine(snapshot: Snapshot, reference: Reference | None = None) -> Engine:
    """The engine of a snapshot; kept open, since a snapshot never changes."""
    return _cached(snapshot, reference or current_reference(snapshot.store))


def _open(snapshot: Snapshot, reference: Reference) -> duckdb.DuckDBPyConnection:
    config = settings()
    con = duckdb.connect(
        ":memory:",
        config={
            "threads": config.threads,
            "memory_limit": config.memory,
            "temp_directory": "",
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    for name, columns in COLUMNS.items():
        con.execute(f"CREATE TABLE {name} AS {csv_sql(reference, name, columns)}")
    con.execute("SET parquet_metadata_cache = true")  # a snapshot's files never change
    con.execute(f"SET allowed_directories = ['{snapshot.path}/']")
    con.execute("SET enable_external_access = false")
    con.execute("SET lock_configuration = true")
    return con


def csv_sql(reference: Reference, name: str, columns: dict[str, str]) -> str:
    types = ", ".join(f"'{c}': '{t}'" for c, t in columns.items())
    return (
        f"SELECT * FROM read_csv('{reference.path(name)}', auto_detect = false, header = true, columns = {{{types}}})"
    )
