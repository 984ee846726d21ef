"""The intake as a job (see analytics/jobs.py); new data is compared at once, by jobs of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics import jobs
from analytics.intake.flow import OnConflict, Progress
from analytics.intake.report import IntakeReport
from analytics.intake.service import take_in
from analytics.intake.uploads import drop, files
from analytics.permissions import may, require
from analytics.rules.runs import list_runs
from analytics.viewer import Viewer


def run(
    viewer: Viewer,
    progress: Progress,
    *,
    store: str,
    paths: Sequence[str] = (),
    uploads: str = "",
    mapping: str | None = None,
    replace: bool = False,
    add: bool = False,
) -> dict[str, Any]:
    """Take `paths`, or the files of an upload, into `store`; returns the report as plain JSON.

    uploads   token of analytics.intake.uploads: its files are gone when this ends, however it ends; only those that
              repeat payments which stand wait for a decision
    The result's `check` is the id of the comparison started over the new snapshot ('' when there is none).
    Raises Refused as analytics.intake.service.take_in does.
    """
    require(viewer, "intake")
    on_conflict: OnConflict = "replace" if replace else "add" if add else "ask"
    home, waiting = Path(store), list[str]()
    try:
        report = take_in(
            viewer,
            home,
            files(home, uploads) if uploads else [Path(p) for p in paths],
            mapping=Path(mapping) if mapping else None,
            on_conflict=on_conflict,
            progress=progress,
        )
        waiting = report.standing
    finally:
        if uploads:
            drop(home, uploads, but=waiting)
    return report.to_dict() | {"uploads": uploads if waiting else "", "check": _compare(viewer, store, report)}


def _compare(viewer: Viewer, store: str, report: IntakeReport) -> str:
    """Start the comparison of a new snapshot, and once more those inspectors kept; returns the first's id."""
    if report.snapshot is None or not may(viewer, "check"):
        return ""
    if any("own" in run.manifest for run in list_runs(Path(store))):
        jobs.start(viewer, "renew", store=store, snapshot=report.snapshot)
    return jobs.start(viewer, "check", store=store, snapshot=report.snapshot)
