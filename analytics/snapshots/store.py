"""Snapshots as they lie in the store: immutable folders named by their content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from analytics.durable import sha256_of
from analytics.words import Refused


@dataclass(frozen=True)
class Snapshot:
    """All tables as of one intake; never changes."""

    id: str
    path: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """id, parent, created_at, sources, files {path: {sha256, rows}}, quality, rejected."""
        manifest: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    @property
    def store(self) -> Path:
        return self.path.parent.parent

    @cached_property
    def tables(self) -> frozenset[str]:
        """Names of the tables that lie in this snapshot."""
        return frozenset(Path(f).parts[0].removesuffix(".parquet") for f in self.manifest["files"])

    def glob(self, table: str) -> str:
        """Where the Parquet files of `table` are, as a path DuckDB reads."""
        folder = self.path / table
        return str(folder / "*" / "*.parquet") if folder.is_dir() else str(folder) + ".parquet"

    def rows(self, table: str) -> int:
        """Rows of `table`; 0 when it is not here."""
        files: dict[str, dict[str, int]] = self.manifest["files"]
        return sum(f["rows"] for path, f in files.items() if Path(path).parts[0].removesuffix(".parquet") == table)


def list_snapshots(store: Path) -> list[Snapshot]:
    """All snapshots of a store, newest first."""
    folders = [p.parent for p in (store / "snapshots").glob("*/manifest.json")]
    found = [Snapshot(p.name, p) for p in folders]
    return sorted(found, key=lambda s: (s.manifest["created_at"], s.id), reverse=True)


def current_snapshot(store: Path) -> Snapshot | None:
    """The newest snapshot, or None while the store is empty."""
    pointer = store / "current"
    return open_snapshot(store, pointer.read_text(encoding="utf-8").strip()) if pointer.exists() else None


def open_snapshot(store: Path, snapshot_id: str) -> Snapshot:
    """The snapshot with this id (or a beginning of it that is unique); Refused when there is none."""
    match = [p for p in (store / "snapshots").glob("*/manifest.json") if p.parent.name.startswith(snapshot_id)]
    if len(match) != 1 or not snapshot_id:
        raise Refused("没有编号为 {id} 的数据快照。请用 snapshots 查看已有快照。", id=snapshot_id)
    return Snapshot(match[0].parent.name, match[0].parent)


def verify_snapshot(snapshot: Snapshot) -> list[str]:
    """Faults found by hashing every file again; empty when all is as it was written."""
    expected = {path: f["sha256"] for path, f in snapshot.manifest["files"].items()}
    there = {str(p.relative_to(snapshot.path)) for p in snapshot.path.rglob("*.parquet")}
    faults = [f"missing {path}" for path in sorted(expected.keys() - there)]
    faults += [f"unexpected {path}" for path in sorted(there - expected.keys())]
    faults += [
        f"changed {path}"
        for path in sorted(expected.keys() & there)
        if sha256_of(snapshot.path / path) != expected[path]
    ]
    return faults


def compare_snapshots(old: Snapshot, new: Snapshot) -> dict[str, dict[str, int]]:
    """Rows per table before and after, of the tables whose files differ: {table: {before, after}}."""
    before, after = old.manifest["files"], new.manifest["files"]
    differing = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    tables = {Path(p).parts[0].removesuffix(".parquet") for p in differing} - {"by_household"}
    return {t: {"before": old.rows(t), "after": new.rows(t)} for t in sorted(tables)}
