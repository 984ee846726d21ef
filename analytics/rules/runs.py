"""Runs as they lie in the store: runs/<id>/hits.parquet and manifest.json; never changed once written."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.durable import flush, flush_tree, sha256_of
from analytics.rules.contract import HIT_SCHEMA
from analytics.words import Refused

WRITING = ".writing-"


@dataclass(frozen=True)
class Run:
    """Snapshot × rules × parameters × reference version → hits.

    `also`: an inspector's own comparisons over the same snapshot, whose hits are looked at together with these.
    """

    id: str
    path: Path
    also: tuple[Run, ...] = ()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """id, snapshot, reference, created_at, by, whole (all rules ran), parameters, files, and `rules`: a list
        of {code, version, digest, state done|not_applicable, why_not, hits, population, share, seconds, warning}."""
        manifest: dict[str, Any] = json.loads((self.path / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    @property
    def snapshot(self) -> str:
        return str(self.manifest["snapshot"])

    @property
    def hits_path(self) -> Path:
        return self.path / "hits.parquet"

    @property
    def hits_paths(self) -> tuple[Path, ...]:
        """The file of hits, then those of `also`."""
        return (self.hits_path, *(run.hits_path for run in self.also))

    @property
    def key(self) -> str:
        """What tells this and `also` apart from any other, for whoever keeps an answer."""
        return "+".join((str(self.path), *(run.id for run in self.also)))

    def hits(self, columns: list[str] | None = None) -> pa.Table:
        """The run's own hits (contract.HIT_SCHEMA), sorted by rule, amount (largest first), hit_id."""
        return pq.read_table(self.hits_path, columns=columns)

    def ran(self) -> set[str]:
        """Codes of the rules that could run."""
        return {r["code"] for r in self.manifest["rules"] if r["state"] == "done"}


def list_runs(store: Path) -> list[Run]:
    """All runs of a store, the one last asked for first."""
    manifests = [p for p in (store / "runs").glob("*/manifest.json") if not p.parent.name.startswith(".")]
    manifests.sort(key=lambda p: (p.stat().st_mtime_ns, p.parent.name), reverse=True)
    return [Run(p.parent.name, p.parent) for p in manifests]


def open_run(store: Path, run_id: str) -> Run:
    """The run with this id, or a beginning of it that is unique; Refused when there is none."""
    match = [run for run in list_runs(store) if run_id and run.id.startswith(run_id)]
    if len(match) != 1:
        raise Refused("没有编号为 {id} 的比对批次。请先运行比对,或核对编号。", id=run_id)
    return match[0]


def latest_run(store: Path, snapshot_id: str | None = None) -> Run | None:
    """The run of all rules last asked for (over this snapshot, when one is named); None when there is none."""
    whole = (run for run in list_runs(store) if run.manifest["whole"])
    return next((run for run in whole if snapshot_id in (None, run.snapshot)), None)


def run_before(run: Run) -> Run | None:
    """The run of all rules asked for before this one; None when it is the first, or no run of all rules."""
    whole = [other for other in list_runs(run.path.parent.parent) if other.manifest["whole"]]
    return next((before for this, before in pairwise(whole) if this.id == run.id), None)


def compare(old: Run, new: Run) -> dict[str, pa.Table]:
    """Hits of {new, persisting, gone}, by hit_id. A hit counts as gone only when its rule ran again."""
    before, after = old.hits(), new.hits()
    again = pc.is_in(before["rule"], pa.array(sorted(new.ran()), pa.string()))
    stayed = pc.is_in(after["hit_id"], before["hit_id"].combine_chunks())
    there = pc.is_in(before["hit_id"], after["hit_id"].combine_chunks())
    return {
        "new": after.filter(pc.invert(stayed)),
        "persisting": after.filter(stayed),
        "gone": before.filter(pc.and_(again, pc.invert(there))),
    }


def is_there(store: Path, run_id: str) -> bool:
    """Whether the run of exactly this id was made already."""
    return _manifest(store, run_id).exists()


def take_again(store: Path, run_id: str) -> Run:
    """A run made already; it becomes the one last asked for."""
    _manifest(store, run_id).touch()
    return Run(run_id, _manifest(store, run_id).parent)


def _manifest(store: Path, run_id: str) -> Path:
    return store / "runs" / run_id / "manifest.json"


def write(
    store: Path, run_id: str, hits: pa.Table, notes: dict[str, Any], beside: Mapping[str, pa.Table] | None = None
) -> Run:
    """Put a run into the store in one move; `beside`: further tables (name -> rows) that belong to it."""
    home = store / "runs"
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=WRITING, dir=home))
    try:
        tables = {"hits": hits.cast(HIT_SCHEMA), **(beside or {})}
        for name, table in tables.items():
            pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
        files = {f"{name}.parquet": sha256_of(folder / f"{name}.parquet") for name in tables}
        manifest = {"id": run_id, **notes, "files": files}
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        flush_tree(folder)
        if not (home / run_id).exists():
            folder.rename(home / run_id)
            flush(home)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Run(run_id, home / run_id)
