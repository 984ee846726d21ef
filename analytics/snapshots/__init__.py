"""The store of snapshots: list, open, verify, compare; and the writer that makes a new one."""

from analytics.snapshots.lock import store_lock
from analytics.snapshots.store import (
    Snapshot,
    compare_snapshots,
    current_snapshot,
    list_snapshots,
    open_snapshot,
    verify_snapshot,
)
from analytics.snapshots.writer import SnapshotWriter

__all__ = [
    "Snapshot",
    "SnapshotWriter",
    "compare_snapshots",
    "current_snapshot",
    "list_snapshots",
    "open_snapshot",
    "store_lock",
    "verify_snapshot",
]
