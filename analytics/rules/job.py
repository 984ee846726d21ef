"""Running rules as a job (analytics.jobs)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from analytics.rules.run import run as run_rules
from analytics.settings import settings
from analytics.snapshots import current_snapshot, open_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused, _


class Progress(Protocol):
    """What analytics.jobs hands to the work."""

    def step(self, done: int, total: int, message: str = "") -> None: ...


def run(
    viewer: Viewer,
    progress: Progress,
    store: str | None = None,
    snapshot: str | None = None,
    rules: list[str] | None = None,
    parameters: dict[str, dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Run rules over a snapshot (the newest, when none is named); parameters are numbers as text.

    Returns {run, snapshot, hits, rules}: the run's id and how many hits and rules that ran. Raises Refused.
    """
    home = Path(store) if store else settings().store
    chosen = open_snapshot(home, snapshot) if snapshot else current_snapshot(home)
    if chosen is None:
        raise Refused("还没有数据快照,比对没有开始。请先导入数据。")
    numbers = {c: {n: Decimal(v) for n, v in given.items()} for c, given in (parameters or {}).items()}
    made = run_rules(home, chosen, viewer, rules, numbers, lambda done, total, code: _tell(progress, done, total, code))
    counted = [r for r in made.manifest["rules"] if r["state"] == "done"]
    return {"run": made.id, "snapshot": chosen.id, "hits": sum(r["hits"] for r in counted), "rules": len(counted)}


def _tell(progress: Progress, done: int, total: int, code: str) -> None:
    progress.step(done, total, _("规则 {code}").format(code=code) if code else "")
