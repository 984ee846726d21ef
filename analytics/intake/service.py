"""Taking files in on somebody's behalf: permitted, and in the audit log before the first file is read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analytics.intake.flow import OnConflict, Progress, intake
from analytics.intake.report import IntakeReport
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer


def take_in(
    viewer: Viewer,
    store: Path,
    paths: Iterable[Path],
    *,
    mapping: Path | None = None,
    on_conflict: OnConflict = "ask",
    progress: Progress | None = None,
) -> IntakeReport:
    """Take files into a new snapshot of `store` as analytics.intake.intake does, with a line in the log when it begins
    and one that says which snapshot follows which. Raises Refused without permission, or as intake does."""
    require(viewer, "intake")
    given, before = list(paths), current_snapshot(store)
    with transaction() as tx:
        audit.append(tx, viewer, "intake", paths=len(given), on_conflict=on_conflict)
    report = intake(store, given, mapping=mapping, on_conflict=on_conflict, progress=progress)
    brought = _brought(report, before.id if before else "")
    with transaction() as tx:
        audit.append(tx, viewer, "intake.done", f"snapshot:{brought['snapshot']}", **brought)
    return report


def _brought(report: IntakeReport, before: str) -> dict[str, Any]:
    """Which snapshot was in force and which is now, and how much was read."""
    counts = {"read": report.rows_read, "kept": report.rows_kept, "rejected": report.rows_rejected}
    files = {"refused": len(report.refused), "unchanged": len(report.unchanged)}
    return {"old_snapshot": before, "snapshot": report.snapshot or before, **counts, **files}
