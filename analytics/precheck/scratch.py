"""The scratch engine: a snapshot's tables with a roster's lines among the payments, in a folder that is gone after.

The files of the snapshot are linked, not copied; only the year of the month to come, the payees, the places and the
sources are written anew. People, names and accounts the vault does not know get negative keys that stand for nothing
outside this folder.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import psutil

from analytics.engine import Engine
from analytics.intake.parent import attach_parent, connect
from analytics.intake.payments import resolve_households
from analytics.intake.registers import make_members
from analytics.intake.resolve import resolve_places
from analytics.intake.staging import Staging
from analytics.precheck import lines
from analytics.precheck.due import Due
from analytics.precheck.roster import Roster
from analytics.reference import current_reference
from analytics.schema import TABLES, cast_sql
from analytics.snapshots import Snapshot, SnapshotWriter, store_lock
from analytics.snapshots.writer import LAYOUTS
from analytics.vault import Vault

HOME = "scratch"
_WRITTEN = ("township", "place", "source", "payee")
# Drill-down's own: no rule reads them of the roster's lines.
_NOT_NEEDED = frozenset({"by_household", "cube", *_WRITTEN})


@dataclass(frozen=True)
class Scratch:
    """The engine; `places` says where each of the roster's payments stands in it: payment_no → (part, row)."""

    engine: Engine
    vault: Vault
    places: dict[int, tuple[int, int]]
    unread: list[lines.Unread]

    @property
    def first(self) -> int:
        """The roster's payments have this number or a larger one."""
        return min(self.places, default=0)


class _WithStrangers(Vault):
    """The store's vault, and the values of those only the roster knows; nothing can be written through it."""

    def __init__(self, store: Path, strangers: dict[str, dict[int, str]]) -> None:
        super().__init__(store)
        self._strangers = strangers

    def value_of(self, kind: str, keys: Iterable[int]) -> dict[int, str]:
        asked = [int(key) for key in keys if key is not None]
        mine = self._strangers.get(kind, {})
        return super().value_of(kind, asked) | {key: mine[key] for key in asked if key in mine}

    def append(self, kind: str, keys: Any, values: Any) -> None:
        raise AssertionError("a roster's people never enter the vault")


@contextmanager
def scratch(snapshot: Snapshot, roster: Roster, due: Due) -> Iterator[Scratch]:
    """The scratch engine over `snapshot` with the roster's rows as payments of `due`."""
    sweep(snapshot.store)
    with _folder(snapshot.store) as folder:
        yield _made(folder, snapshot, roster, due)


def _made(folder: Path, snapshot: Snapshot, roster: Roster, due: Due) -> Scratch:
    vault = Vault(snapshot.store)
    with connect() as con:
        vault.attach(con)
        known = lines.last_keys(con)
        attach_parent(con, snapshot)
        staging = _stage(con, vault, roster, due)
        lines.lay(con, known, due)
        resolve_households(con, "roster_payment", "home_payment")
        lines.describe(con, known, roster, due)
        engine = Engine(_write(con, folder / "store", snapshot, due), current_reference(snapshot.store))
        seen = _WithStrangers(snapshot.store, lines.strangers(con, known))
        return Scratch(engine, seen, dict(lines.places(con)), lines.unread(con, staging, roster))


def sweep(store: Path) -> None:
    """Remove the folders of processes that were killed before they could."""
    for left in (store / HOME).glob("*-*"):
        owner = left.name.partition("-")[0]
        if not owner.isdigit() or not psutil.pid_exists(int(owner)):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _folder(store: Path) -> Iterator[Path]:
    """A folder only its owner can read (0700), named by the process that uses it; gone at the end."""
    home = store / HOME
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=f"{psutil.Process().pid}-", dir=home, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _stage(con: duckdb.DuckDBPyConnection, vault: Vault, roster: Roster, due: Due) -> Staging:
    """Clean the roster's sheets as the intake does; the vault's tables grow on this connection only."""
    ((first,),) = con.execute("SELECT coalesce(max(source_file), 0) + 1 FROM parent_source").fetchall()
    staging = Staging(con, vault, int(first))
    for number, part in enumerate(roster.parts):
        staging.stage(part.sheet, lines.dated(part.plan, due.period // 100), number)
    resolve_places(staging)
    make_members(con, "parent_person")
    return staging


def _write(con: duckdb.DuckDBPyConnection, home: Path, snapshot: Snapshot, due: Due) -> Snapshot:
    year, order = due.period // 100, LAYOUTS["payment"][0]
    columns = ", ".join(TABLES["payment"].columns)
    paid = f"""
        SELECT {columns} FROM parent_payment WHERE period // 100 = {year}
        UNION ALL SELECT {columns} FROM due_payment"""
    with store_lock(home), SnapshotWriter(home, snapshot) as writer:
        for name in _WRITTEN:
            writer.table(con, name, f"final_{name}")
        rows = con.sql(f"SELECT {cast_sql('payment', set(TABLES['payment'].columns))} FROM ({paid}) ORDER BY {order}")
        writer.year("payment", year, [rows.to_arrow_table()])
        writer.keep_rest(but=_NOT_NEEDED)
        return writer.publish(sources=[], quality={}, rejected={})
