"""The snapshots of a store for people: the list, what one holds, how two differ, whether one is as it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Any

from analytics.intake.findings import Source, sources
from analytics.permissions import require
from analytics.rules import Run, list_runs
from analytics.schema import TABLES
from analytics.snapshots import Snapshot, compare_snapshots, current_snapshot, list_snapshots, verify_snapshot
from analytics.viewer import Viewer
from analytics.words import _

# Second layout of the payments, and sums made of them: no tables of their own for people.
UNSHOWN = frozenset({"by_household", "cube", "payee"})
FAULTS = {"missing": "缺少", "changed": "内容被改动", "unexpected": "多出"}


@dataclass(frozen=True)
class Entry:
    """One snapshot in the list."""

    snapshot: Snapshot
    current: bool
    made_at: datetime
    payments: int
    files: int
    rejected: int
    runs: int


def entries(viewer: Viewer, store: Path) -> list[Entry]:
    """All snapshots, newest first."""
    require(viewer, "look")
    current = current_snapshot(store)
    compared = [run.snapshot for run in list_runs(store)]
    return [_entry(viewer, s, current is not None and s.id == current.id, compared) for s in list_snapshots(store)]


def _entry(viewer: Viewer, snapshot: Snapshot, current: bool, compared: list[str]) -> Entry:
    found = sources(viewer, snapshot)
    return Entry(
        snapshot=snapshot,
        current=current,
        made_at=datetime.fromisoformat(snapshot.manifest["created_at"]),
        payments=snapshot.rows("payment"),
        files=len({s.file for s in found}),
        rejected=sum(s.rows_rejected for s in found),
        runs=compared.count(snapshot.id),
    )


def tables(viewer: Viewer, snapshot: Snapshot) -> list[tuple[str, int]]:
    """(title, rows) of every table in the snapshot that has rows, in the order of the contract."""
    require(viewer, "look")
    names = [name for name in TABLES if name in snapshot.tables - UNSHOWN]
    return [(_(TABLES[name].title), rows) for name in names if (rows := snapshot.rows(name))]


def runs(viewer: Viewer, snapshot: Snapshot) -> list[Run]:
    """The comparisons made over the snapshot, the one last asked for first."""
    require(viewer, "look")
    return [run for run in list_runs(snapshot.store) if run.snapshot == snapshot.id]


@dataclass(frozen=True)
class Difference:
    """From the older to the newer: (title, rows before, rows after) of the tables that differ, and the sheets."""

    older: Snapshot
    newer: Snapshot
    tables: list[tuple[str, int, int]]
    come: list[Source]
    gone: list[Source]


def difference(viewer: Viewer, one: Snapshot, other: Snapshot) -> Difference:
    """How two snapshots differ, whichever is named first."""
    older, newer = sorted((one, other), key=lambda s: (s.manifest["created_at"], s.id))
    changed = compare_snapshots(older, newer)
    before, after = sources(viewer, older), sources(viewer, newer)
    return Difference(
        older,
        newer,
        [(_(TABLES[t].title), n["before"], n["after"]) for t, n in changed.items() if t not in UNSHOWN],
        [s for s in after if _same(s) not in set(map(_same, before))],
        [s for s in before if _same(s) not in set(map(_same, after))],
    )


def _same(source: Source) -> tuple[Any, ...]:
    return source.source_file, source.file, source.sheet, source.intake


def verify(viewer: Viewer, snapshot: Snapshot) -> list[str]:
    """One phrase a fault, every file hashed anew; empty when the snapshot is as it was written."""
    require(viewer, "look")
    return [_fault(text) for text in verify_snapshot(snapshot)]


def _fault(text: str) -> str:
    """'changed payment/year=2016/part.parquet' → '内容被改动:发放记录(2016年)'"""
    kind, path = text.split(" ", 1)
    parts = PurePath(path).parts
    name = parts[0].removesuffix(".parquet")
    title = (
        _(TABLES["payment" if name == "by_household" else name].title) if name in {*TABLES, "by_household"} else path
    )
    year = _("({year}年)").format(year=parts[1].removeprefix("year=")) if len(parts) > 1 else ""
    return f"{_(FAULTS[kind])}:{title}{year}"
