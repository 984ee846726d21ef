"""The full value of one masked thing, for a reason that is written down first. Many at once are an export."""

from __future__ import annotations

from pathlib import Path

from analytics.engine import open_engine
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.snapshots import current_snapshot
from analytics.vault import KINDS, Vault
from analytics.viewer import Viewer
from analytics.words import Refused


def reveal(viewer: Viewer, store: Path, kind: str, key: int, reason: str) -> str:
    """The plain ID number ("person"), "name", "account", "household" or "phone" of a key.

    Refused without permission, without a reason, or for a key that is not there; when the log cannot be written
    nothing is revealed.
    """
    require(viewer, "reveal")
    reason = audit.reason_required(reason)
    if kind not in KINDS:
        raise KeyError(kind)
    value = Vault(store).value_of(kind, [key]).get(key)
    if value is None or not _within(viewer, store, kind, key):
        raise Refused("没有这个编号的内容,未显示任何内容。请刷新页面后再试。")
    with transaction() as tx:
        audit.append(tx, viewer, "reveal", f"{kind}:{key}", reason)
    return value


def _within(viewer: Viewer, store: Path, kind: str, key: int) -> bool:
    """Whether somebody limited to a part of the county has a payment there that carries the key."""
    if viewer.scope.whole_county:
        return True
    snapshot = current_snapshot(store)
    sql = f"SELECT count(*) FROM pay AS p WHERE p.{kind} = ? AND {viewer.scope.where('p')}"
    return snapshot is not None and bool(open_engine(snapshot).value(sql, [key]))
