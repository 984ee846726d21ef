"""One small county, built once, with its truth and an SQL door to everything in it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.county import build
from analytics.snapshots import Snapshot
from analytics.vault import KINDS, Vault

SCALE, SEED = 0.01, 5


@dataclass
class County:
    """A built county: every table of the snapshot, vault_<kind>(key, value), truth and innocent(rule, key, note)."""

    store: Path
    snapshot: Snapshot
    con: duckdb.DuckDBPyConnection

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    def value(self, sql: str) -> Any:
        return self.rows(sql)[0][0]


def open_county(store: Path, snapshot: Snapshot) -> County:
    con = duckdb.connect()
    for table in snapshot.tables:
        con.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{snapshot.glob(table)}')")
    for kind in (*KINDS, "spelling"):
        con.register(f"vault_{kind}", Vault(store).values(kind))
    for name in ("truth", "innocent"):
        path = store / "truth" / f"{name}.csv"
        con.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{path}', all_varchar = true, header = true)")
    return County(store, snapshot, con)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    store = tmp_path_factory.mktemp("county")
    return open_county(store, build(store, SCALE, SEED))


@pytest.fixture(scope="session")
def planted(county: County) -> Callable[[str, str], list[str]]:
    """Keys of a rule in truth.csv or innocent.csv."""

    def of(rule: str, file: str) -> list[str]:
        with (county.store / "truth" / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
            return [row["key"] for row in csv.DictReader(lines) if row["rule"] == rule]

    return of
