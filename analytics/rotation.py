"""A new key for all that lies sealed: columns of the databases and the vault's files are sealed anew, then the old key
is forgotten. Ended halfway, everything stays readable, and the next rotation goes on where this one stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from analytics import sealed_parquet
from analytics.durable import flush
from analytics.faces import here
from analytics.keyring import Ring, keys_of, vault_keys
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import is_there, transaction
from analytics.records.requests import OFFICE
from analytics.records.resealing import reseal
from analytics.settings import settings
from analytics.snapshots import store_lock
from analytics.viewer import Viewer

Step = Callable[[int, int], None]


def rotate(viewer: Viewer, store: Path, reason: str, step: Step = lambda done, total: None) -> tuple[int, int]:
    """Seal what this face has by new keys; returns how many rows of databases and how many files of the vault were
    written. Refused without permission or reason, or while an intake holds the store."""
    require(viewer, "vault")
    reason = audit.reason_required(reason)
    rows = files = 0
    for name in here().databases:
        if name == "records":
            with store_lock(store):
                rows += _columns(viewer, name, reason)
                files += _files(viewer, store, step)
        elif is_there(settings().database_url(name)):
            rows += _columns(viewer, name, reason)
            keys_of(name).forget_older()
    return rows, files


def _columns(viewer: Viewer, name: str, reason: str) -> int:
    """The key is turned while nobody else writes: whoever comes after seals by the new one, so none is left behind."""
    with transaction(settings().database_url(name)) as tx:
        tx.execute(text("SELECT 1"))  # the first statement takes the lock
        ring = keys_of(name).turn()
        rows = reseal(tx, name)
        who = viewer if name == here().own else OFFICE
        audit.append(tx, who, "vault.rotate", name, reason, rows=rows, generation=ring.newest)
    return rows


def _files(viewer: Viewer, store: Path, step: Step) -> int:
    ring = vault_keys(store).ring()
    files = [path for path in sorted((store / "vault").rglob("*.parquet")) if not sealed_parquet.by_newest(path, ring)]
    for done, path in enumerate(files):
        step(done, len(files))
        _anew(path, ring)
    vault_keys(store).forget_older()
    step(len(files), len(files))
    with transaction() as tx:
        audit.append(tx, viewer, "vault.rotated", "", files=len(files), generation=ring.newest)
    return len(files)


def _anew(path: Path, ring: Ring) -> None:
    beside = path.with_suffix(".new")
    sealed_parquet.write(sealed_parquet.read(path, ring), beside, ring)
    flush(beside)
    beside.replace(path)
    flush(path.parent)
