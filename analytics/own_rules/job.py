"""A trial as a job (analytics.jobs): it can be left and cancelled; its child ends with it."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa

from analytics.own_rules.drafts import entry, mark_tested
from analytics.own_rules.trial import trial
from analytics.settings import settings
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused


class Progress(Protocol):
    """What analytics.jobs hands to the work."""

    def step(self, done: int, total: int, message: str = "") -> None: ...


def run(viewer: Viewer, progress: Progress, code: str, version: int, store: str | None = None) -> dict[str, Any]:
    """Try a rule on the newest snapshot and note it as tried.

    Returns {code, version, sha256, snapshot, hits, seconds, cut, rows}: the rows are an Arrow stream in Base64, with
    keys only. Raises Refused.
    """
    snapshot = current_snapshot(Path(store) if store else settings().store)
    if snapshot is None:
        raise Refused("还没有数据快照,规则未试运行。请先导入数据。")
    rule = entry(viewer, code, version)
    found = trial(viewer, snapshot, rule, progress=progress.step)
    brought = {"snapshot": snapshot.id, "hits": found.hits, "seconds": found.seconds, "cut": found.cut}
    mark_tested(viewer, code, version, rule.sha256, brought)
    return {"code": code, "version": version, "sha256": rule.sha256, **brought, "rows": packed(found.rows)}


def packed(rows: pa.Table) -> str:
    """Rows as text that fits a job's result."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return base64.b64encode(sink.getvalue()).decode()


def unpacked(text: str) -> pa.Table:
    """The rows of a job's result."""
    return pa.ipc.open_stream(base64.b64decode(text)).read_all()
