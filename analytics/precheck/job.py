"""The pre-payment check as a job (analytics.jobs): the answers stay sealed for the session that asked."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from analytics import jobs
from analytics.intake import uploads
from analytics.permissions import may
from analytics.precheck import kept
from analytics.precheck.service import Asked, Checked, admitted, answer, check
from analytics.records import audit
from analytics.viewer import Viewer
from analytics.words import _


class Progress(Protocol):
    """What analytics.jobs hands to the work."""

    def step(self, done: int, total: int, message: str = "") -> None: ...


def start(viewer: Viewer, store: Path, path: Path, session: str, asked: Asked) -> str:
    """Hand an uploaded roster (put by analytics.intake.uploads) to a job; returns the job's id.

    Raises Refused, and the file stays where it is, when the viewer may not ask this or gave no reason.
    """
    reason = audit.reason_required(asked.reason)
    admitted(viewer, store, asked)
    token = uploads.hand_over(store, [path])
    place = {"store": str(store), "upload": token, "session": session}
    return jobs.start(viewer, "precheck", **place, **asdict(replace(asked, reason=reason)))


def run(viewer: Viewer, progress: Progress, *, store: str, upload: str, session: str, **asked: Any) -> dict[str, Any]:
    """Check the one file of the upload, which is gone when this ends, however it ends; `asked` are Asked's fields.

    Returns {rows, flagged, file, period, full, kept}: `kept` is the token the answers lie under, `full` whether the
    sentences are among them. Raises Refused as `check` does.
    """
    home = Path(store)
    try:
        (path,) = uploads.files(home, upload)
        step = partial(progress.step, message=_("正在核对"))
        checked = check(viewer, home, path, Asked(**asked), step)
        return _told(viewer, checked, kept.new(home, session))
    finally:
        uploads.drop(home, upload)


def _told(viewer: Viewer, checked: Checked, place: kept.Kept) -> dict[str, Any]:
    """Seal the answers the viewer may read; what the job's row says of them."""
    full = may(viewer, "precheck_full")
    for whole in (True, False) if full else (False,):
        told = answer(viewer, checked, whole)
        place.put(told, whole)
    counts = {"rows": told.rows, "flagged": told.flagged}
    return counts | {"file": checked.roster.file, "period": checked.due.period, "full": full, "kept": place.token}
