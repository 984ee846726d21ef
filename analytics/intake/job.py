"""The intake as a job (see analytics/jobs.py)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.intake.flow import OnConflict, Progress, intake
from analytics.permissions import require
from analytics.viewer import Viewer


def run(
    viewer: Viewer,
    progress: Progress,
    *,
    store: str,
    paths: Sequence[str],
    mapping: str | None = None,
    replace: bool = False,
    add: bool = False,
) -> dict[str, Any]:
    """Take `paths` into `store`; returns the report as plain JSON. Raises Refused as analytics.intake.intake does."""
    require(viewer, "intake")
    on_conflict: OnConflict = "replace" if replace else "add" if add else "ask"
    report = intake(
        Path(store),
        [Path(p) for p in paths],
        mapping=Path(mapping) if mapping else None,
        on_conflict=on_conflict,
        progress=progress,
    )
    return report.to_dict()
