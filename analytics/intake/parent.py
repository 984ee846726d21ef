"""The snapshot an intake builds on, as views parent_<table> (empty tables where it has none)."""

from __future__ import annotations

from typing import Any

import duckdb

from analytics.schema import TABLES, create_sql
from analytics.settings import settings
from analytics.snapshots import Snapshot


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory that never spills: it holds personal values."""
    config = settings()
    return duckdb.connect(
        ":memory:",
        config={
            "threads": config.threads,
            "memory_limit": config.memory,
            "temp_directory": "",
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
        },
    )


def attach_parent(con: duckdb.DuckDBPyConnection, parent: Snapshot | None) -> None:
    """Make parent_<table> for every table of the contract."""
    for name in TABLES:
        if parent is None or name not in parent.tables:
            con.execute(create_sql(name).replace(f"CREATE TABLE {name}", f"CREATE TABLE parent_{name}"))
        else:
            con.execute(f"CREATE VIEW parent_{name} AS SELECT * FROM read_parquet('{parent.glob(name)}')")


def sources_of(parent: Snapshot | None) -> list[dict[str, Any]]:
    """The sources in the parent's manifest."""
    return list(parent.manifest.get("sources", [])) if parent else []
