"""Whether a store is as it was written: snapshots, vault, runs, own rules, the audit chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.durable import sha256_of
from analytics.records import anchors, audit, audit_log
from analytics.records.anchors import Anchor, Forged
from analytics.records.audit_check import read_file, verify, verify_lost
from analytics.records.db import chain_named, existing
from analytics.records.own_rules import ever_released
from analytics.rules import own
from analytics.rules.runs import list_runs
from analytics.schema import TABLES
from analytics.settings import settings
from analytics.snapshots import Snapshot, list_snapshots, verify_snapshot
from analytics.vault import KINDS, Vault
from analytics.viewer import Viewer
from analytics.words import Refused

Fault = dict[str, str]
Held = Sequence[Anchor | Forged]
Step = Callable[[int, int, str], None]


def faults(store: Path, step: Step, held: Path | None = None) -> Iterator[Fault]:
    """Every fault found, as {where, what}; nothing when all is whole.

    `held`: a file of anchors an auditor kept; the audit chains are held against it too. Refused when it is none.
    """
    parts = _parts(store, read_file(held) if held else [])
    for done, (where, look) in enumerate(parts):
        step(done, len(parts), where)
        for what in look():
            yield {"where": where, "what": what}
    step(len(parts), len(parts), "")


def _parts(store: Path, held: Held) -> list[tuple[str, Callable[[], list[str]]]]:
    snapshots, runs = list_snapshots(store), list_runs(store)
    parts: list[tuple[str, Callable[[], list[str]]]] = [("current", partial(_pointer, store, snapshots))]
    parts += [(f"snapshot {s.id}", partial(verify_snapshot, s)) for s in snapshots]
    parts += [(f"vault {kind}", partial(_vault, store, kind, snapshots)) for kind in KINDS]
    parts += [(f"run {r.id}", partial(_files, r.path, r.manifest["files"])) for r in runs]
    return [*parts, ("own rules", _own_rules), *_audits(held)]


def _pointer(store: Path, snapshots: list[Snapshot]) -> list[str]:
    pointer = store / "current"
    named = pointer.read_text(encoding="utf-8").strip() if pointer.exists() else ""
    if named and named not in {s.id for s in snapshots}:
        return [f"names {named}, which is not there"]
    return ["missing, though there are snapshots"] if snapshots and not named else []


def _vault(store: Path, kind: str, snapshots: list[Snapshot]) -> list[str]:
    """Keys are dense from 1, no value has two, and no snapshot uses a key the vault lacks."""
    try:
        known = Vault(store).values(kind)
    except Refused:
        return ["cannot be opened: another key, or changed"]
    count, keys = known.num_rows, known["key"]
    found = []
    if count and (pc.min(keys).as_py(), pc.max(keys).as_py(), pc.count_distinct(keys).as_py()) != (1, count, count):
        found.append("keys are not 1, 2, 3 …")
    if count != pc.count_distinct(known["value"]).as_py():
        found.append("a value has two keys")
    found += [f"snapshot {s.id} uses key {used} of {count}" for s in snapshots if (used := _highest(s, kind)) > count]
    return found


def _highest(snapshot: Snapshot, kind: str) -> int:
    """The largest vault key of a kind any table of the snapshot uses, read from the files' own statistics."""
    columns = {name: [c for c, k in t.vault_columns.items() if k == kind] for name, t in TABLES.items()}
    return max((_top(path, columns[_table(snapshot, path)]) for path in _parquets(snapshot)), default=0)


def _parquets(snapshot: Snapshot) -> list[Path]:
    names = (snapshot.path / name for name in snapshot.manifest["files"] if not name.startswith("by_household/"))
    return [path for path in names if path.exists()]


def _table(snapshot: Snapshot, path: Path) -> str:
    return path.relative_to(snapshot.path).parts[0].removesuffix(".parquet")


def _top(path: Path, columns: list[str]) -> int:
    file = pq.ParquetFile(path)
    metadata = file.metadata
    places = [file.schema_arrow.names.index(c) for c in columns if c in file.schema_arrow.names]
    statistics = [
        metadata.row_group(group).column(place).statistics
        for group in range(metadata.num_row_groups)
        for place in places
    ]
    return max((int(s.max) for s in statistics if s is not None and s.has_min_max), default=0)


def _files(folder: Path, expected: dict[str, str]) -> list[str]:
    missing = [name for name in expected if not (folder / name).exists()]
    changed = [n for n, digest in expected.items() if n not in missing and sha256_of(folder / n) != digest]
    return [f"missing {name}" for name in missing] + [f"changed {name}" for name in changed]


def note_whole(viewer: Viewer) -> None:
    """Write down in every log that the viewer found all whole. Nothing is written where something is not, so that it
    stays as it was found."""
    for url in existing():
        audit_log.note_whole(viewer, url)


def _audits(held: Held) -> list[tuple[str, Callable[[], list[str]]]]:
    """A part for each chain; one whose database is gone is told by what was anchored of it."""
    there = {chain_named(url): url for url in existing()}
    lost = {*anchors.chains(), *(one.chain for one in held if isinstance(one, Anchor))} - there.keys()
    whole = [(f"audit {chain}", partial(_audit, url, held)) for chain, url in there.items()]
    return [*whole, *((f"audit {chain}", partial(_lost, chain, held)) for chain in sorted(lost))]


def _audit(url: str, held: Held) -> list[str]:
    return [str(fault) for fault in verify(url, held)]


def _lost(chain: str, held: Held) -> list[str]:
    return [str(fault) for fault in verify_lost(chain, held)]


def _own_rules() -> list[str]:
    """The county's own rules in force, held against their files and against what the log says was released."""
    if not existing():
        return []
    rows = [row for row in ever_released() if row.state == "released"]
    logged = {line.subject: json.loads(line.detail)["sha256"] for line in audit.lines("own_rule.release")}
    files = {row.code: own.folder(settings().store) / f"{row.code}.sql" for row in rows}
    kept = {code: sha256_of(path) for code, path in files.items() if path.exists()}
    whole = {row.code for row in rows if logged.get(f"{row.code} v{row.version}") == row.sha256 == kept.get(row.code)}
    return [f"{row.code} is not as released" for row in rows if row.code not in whole]
