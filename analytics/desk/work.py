"""Carrying out a request as a job (analytics.jobs): a roster checked before it is paid, files taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Protocol

from analytics.export import Head
from analytics.intake import job as intake_job
from analytics.intake import uploads
from analytics.intake.findings import findings, rejected_file, sources
from analytics.precheck import Asked, answer, check
from analytics.records import field_desk, requests
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused, _

# What came back: told to whoever asked, and a file.
Outcome = tuple[dict[str, Any], tuple[str, bytes] | None]
Files = list[tuple[str, bytes]]


class Progress(Protocol):
    """What analytics.jobs hands to the work."""

    def step(self, done: int, total: int, message: str = "") -> None: ...


def precheck(viewer: Viewer, progress: Progress, *, store: str, request: str) -> dict[str, Any]:
    """Hold a department's roster against the rules, in the department's own name and scope."""
    return _carried_out(viewer, request, partial(_precheck, Path(store), progress))


def upload(viewer: Viewer, progress: Progress, *, store: str, request: str) -> dict[str, Any]:
    """Take a department's files in; the quality report goes back."""
    return _carried_out(viewer, request, partial(_upload, viewer, Path(store), progress))


def _carried_out(viewer: Viewer, request: str, work: Callable[[requests.Asked, Files], Outcome]) -> dict[str, Any]:
    """Take the request, do the work, answer; a refusal is an answer, anything else puts the request back."""
    asked, files = field_desk.take(viewer, request)
    try:
        told, file = work(asked, files)
    except Refused as refusal:
        field_desk.answer(viewer, request, "refused", {}, str(refusal))
        return {"request": request, "answered": "refused"}
    except BaseException:
        field_desk.answer(viewer, request, "waiting", {})
        raise
    field_desk.answer(viewer, request, "done", told, file=file)
    return {"request": request, "answered": "done"}


def _precheck(store: Path, progress: Progress, asked: requests.Asked, files: Files) -> Outcome:
    ((name, content),) = files
    token = uploads.new_folder(store)
    try:
        path = uploads.put(store, token, name, content)
        question = Asked(asked.place.department or 0, int(asked.form["programme"]), asked.reason)
        step = partial(progress.step, message=_("正在核对"))
        told = answer(asked.viewer, check(asked.viewer, store, path, question, step), full=False)
    finally:
        uploads.drop(store, token)
    lines = [asdict(line) for line in told.lines]
    file = f"{PurePath(name).stem}_{_('资格预审')}.xlsx", told.workbook
    return {"rows": told.rows, "flagged": told.flagged, "lines": lines}, file


def _upload(viewer: Viewer, store: Path, progress: Progress, asked: requests.Asked, files: Files) -> Outcome:
    token = uploads.new_folder(store)
    for name, content in files:
        uploads.put(store, token, name, content)
    report = intake_job.run(viewer, progress, store=str(store), uploads=token)
    if not report["sheets"] and report["refused"]:
        raise Refused("{why}", why=" ".join(f"{file}:{why}" for file, why in report["refused"]))
    told = {part: report[part] for part in ("rows_read", "rows_kept", "rows_rejected", "refused", "unchanged")}
    told["sheets"] = [{part: sheet[part] for part in _OF_A_SHEET} for sheet in report["sheets"]]
    return _with_findings(viewer, store, report["intake"], told)


def _with_findings(viewer: Viewer, store: Path, intake: str | None, told: dict[str, Any]) -> Outcome:
    """The quality report's findings, and the rejected rows to be mended as a file."""
    snapshot = current_snapshot(store)
    if snapshot is None or intake is None:
        return told, None
    found = [source for source in sources(viewer, snapshot) if source.intake == intake]
    told["findings"] = findings(viewer, store, found).to_pylist()
    if not any(source.rows_rejected for source in found):
        return told, None
    head = Head(viewer, _("退回的行"), snapshot.id)
    return told, (_("退回的行.csv"), rejected_file(viewer, store, found, head).payload)


_OF_A_SHEET = ("file", "sheet", "title", "rows_read", "rows_kept", "rows_rejected")
