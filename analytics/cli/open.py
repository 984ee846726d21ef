"""Which snapshot and which run a verb is about."""

from __future__ import annotations

from pathlib import Path

from analytics.engine import Engine, open_engine
from analytics.rules.runs import Run, latest_run, open_run
from analytics.snapshots import Snapshot, current_snapshot, open_snapshot
from analytics.words import Refused


def the_snapshot(store: Path, snapshot: str = "") -> Snapshot:
    """The one named, else the newest; Refused when there is none."""
    found = open_snapshot(store, snapshot) if snapshot else current_snapshot(store)
    if found is None:
        raise Refused("还没有数据快照,未执行。请先用 intake 导入数据,或用 county 生成演练县。")
    return found


def the_run(store: Path, run: str = "") -> tuple[Run, Engine]:
    """The run named, else the last run of all rules, with the engine of its snapshot; Refused when there is none."""
    found = open_run(store, run) if run else latest_run(store)
    if found is None:
        raise Refused("还没有比对批次,未执行。请先用 check 运行比对。")
    return found, open_engine(open_snapshot(store, found.snapshot))
