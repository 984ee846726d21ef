"""A new key for the vault: every file is sealed anew, then the old key is forgotten. Ended halfway, everything stays
readable, and the next rotation goes on where this one stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from analytics import sealed_parquet
from analytics.durable import flush
from analytics.keyring import Ring, forget_older, ring_of, turn
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.snapshots import store_lock
from analytics.viewer import Viewer

Step = Callable[[int, int], None]


def rotate(viewer: Viewer, store: Path, reason: str, step: Step = lambda done, total: None) -> int:
    """Seal the vault by a new key; returns how many files were written. Refused without permission or reason, or while
    an intake holds the store."""
    require(viewer, "vault")
    reason = audit.reason_required(reason)
    with store_lock(store):
        ring = _begin(store)
        files = [
            path for path in sorted((store / "vault").rglob("*.parquet")) if not sealed_parquet.by_newest(path, ring)
        ]
        for done, path in enumerate(files):
            step(done, len(files))
            _anew(path, ring)
        forget_older(store)
    step(len(files), len(files))
    with transaction() as tx:
        audit.append(tx, viewer, "vault.rotate", "", reason, files=len(files), generation=ring.newest)
    return len(files)


def _begin(store: Path) -> Ring:
    """A ring with a new newest key; one that was begun and not ended goes on."""
    ring = ring_of(store)
    return ring if len(ring.keys) > 1 else turn(store)


def _anew(path: Path, ring: Ring) -> None:
    beside = path.with_suffix(".new")
    sealed_parquet.write(sealed_parquet.read(path, ring), beside, ring)
    flush(beside)
    beside.replace(path)
    flush(path.parent)
