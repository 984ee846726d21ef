"""The pre-payment check as a job (analytics.jobs): the answers stay sealed for the session that asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from analytics import jobs
from analytics.intake import uploads
from analytics.permissions import may
from analytics.precheck import kept
from analytics.precheck.service import Asked, admitted, answer, check
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
    reason = audit.LONG_NUMBER.sub("〔号码略〕", audit.reason_required(asked.reason))
    admitted(viewer, store, asked)
    token = uploads.hand_over(store, [path])
    return jobs.start(
        viewer,
        "precheck",
        store=str(store),
        upload=token,
        session=session,
        department=asked.department,
        programme=asked.programme,
        reason=reason,
    )


def run(
    viewer: Viewer,
    progress: Progress,
    *,
    store: str,
    upload: str,
    session: str,
    department: int,
    programme: int,
    reason: str,
) -> dict[str, Any]:
    """Check the one file of the upload, which is gone when this ends, however it ends.

    Returns {rows, flagged, file, left_out, period, department, programme, full, kept}: `kept` is the token the answers
    lie under, `full` whether the sentences are among them. Raises Refused as `check` does.
    """
    home = Path(store)
    try:
        (path,) = uploads.files(home, upload)
        checked = check(
            viewer,
            home,
            path,
            Asked(department, programme, reason),
            lambda done, total: progress.step(done, total, _("正在核对")),
        )
        place, full = kept.new(home, session), may(viewer, "precheck_full")
        for whole in (False, True) if full else (False,):
            told = answer(viewer, checked, whole)
            place.put(told, whole)
    finally:
        uploads.drop(home, upload)
    return {
        "rows": told.rows,
        "flagged": told.flagged,
        "file": checked.roster.file,
        "left_out": list(checked.roster.left_out),
        "period": checked.due.period,
        "department": department,
        "programme": programme,
        "full": full,
        "kept": place.token,
    }
