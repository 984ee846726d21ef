"""Kept comparisons follow to a new snapshot: each is asked again there, in its author's name, scope and rights."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Protocol

from analytics.engine import Engine, open_engine
from analytics.permissions import require
from analytics.records.accounts.accounts import viewer_of
from analytics.rules.runs import Run, list_runs
from analytics.snapshots import open_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from analytics.workbench.compare import Question
from analytics.workbench.keep import keep
from analytics.workbench.lists import Ticked
from analytics.workbench.shelf import Shelf

# Nobody's session: what is asked again uses kept lists only.
_NO_SESSION = "0" * 32


class Progress(Protocol):
    """What analytics.jobs hands to the work."""

    def step(self, done: int, total: int, message: str = "") -> None: ...


def waiting(store: Path, snapshot_id: str) -> list[Run]:
    """The kept comparisons not yet asked over this snapshot, one of each kind, the newest of it."""
    there, missing = set[str](), dict[str, Run]()
    for run in (r for r in list_runs(store) if "asked" in r.manifest.get("own", {})):
        if run.snapshot == snapshot_id:
            there.add(_kind(run))
        else:
            missing.setdefault(_kind(run), run)
    return [run for kind, run in missing.items() if kind not in there]


def run(viewer: Viewer, progress: Progress, store: str, snapshot: str) -> dict[str, Any]:
    """Ask every waiting comparison again, as a job; returns {asked, kept}: one that finds nobody is not kept, nor
    one whose author is gone or may no longer compare."""
    require(viewer, "check")
    engine = open_engine(open_snapshot(Path(store), snapshot))
    due = waiting(Path(store), engine.snapshot.id)
    kept = 0
    for done, old in enumerate(due):
        progress.step(done, len(due))
        kept += _again(engine, old)
    progress.step(len(due), len(due))
    return {"asked": len(due), "kept": kept}


def _again(engine: Engine, old: Run) -> bool:
    own = old.manifest["own"]
    author = viewer_of(own["by"])
    if author is None:
        return False
    try:
        keep(
            author,
            engine,
            Shelf(engine.snapshot.store, _NO_SESSION),
            _question(own),
            own["side"],
            own["title"],
            own["why"],
        )
    except Refused:
        return False
    return True


def _question(own: dict[str, Any]) -> Question:
    left, right = (Ticked.read(own["asked"][side]) for side in ("left", "right"))
    if left is None or right is None:
        raise Refused("没有这份名单。没有比对,请重新选择。")
    since, until = (date.fromisoformat(day) if day else None for day in own["days"])
    return Question(left, right, own["matched"], since, until)


def _kind(run: Run) -> str:
    own = run.manifest["own"]
    return repr([own[part] for part in ("by", "title", "why", "matched", "side", "days", "asked")])
