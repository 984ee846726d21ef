"""The child process of a job: `python -m analytics._job JOB_ID MODULE:FUNCTION` (see jobs.py)."""

from __future__ import annotations

import errno
import importlib
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import CursorResult, update

from analytics.jobs import Progress, log_end
from analytics.memory_folder import keep_temporary_files_in_memory
from analytics.records.accounts.models import scope_from
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.job_rows import JobRow
from analytics.viewer import Viewer
from analytics.words import Refused, _

Work = Callable[..., dict[str, Any]]
DISK_FULL = "磁盘已满,任务中止。数据仍是开始前的样子,请腾出空间后重新开始。"
INTERNAL = "任务因内部错误中止({kind})。数据仍是开始前的样子;请重新开始,若再次出现请告知维护人员。"


def main(job_id: str, target: str) -> int:
    """Run the job and write its end; exit 0 when done, 1 when it failed or was cancelled before it began."""
    signal.signal(signal.SIGTERM, _leave)  # so that `finally` and `with` tidy up
    keep_temporary_files_in_memory()
    if not _begin(job_id):
        return 1
    try:
        result = _run(job_id, target)
    except Exception as error:  # noqa: BLE001 - whatever the work raises ends as one sentence in its row
        _end(job_id, "failed", error=_sentence(error))
        return 1
    _end(job_id, "done", result=result)
    return 0


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(1)


def _run(job_id: str, target: str) -> dict[str, Any]:
    with reading() as tx:
        row = tx.get_one(JobRow, job_id)
    viewer = Viewer(row.asked_by, row.role, scope_from(row.scope))
    return _work(target)(viewer, Progress(job_id), **row.arguments)


def _work(target: str) -> Work:
    module, function = target.split(":")
    return cast("Work", getattr(importlib.import_module(module), function))


def _begin(job_id: str) -> bool:
    """Whether it may begin: one cancelled in the queue stays cancelled."""
    queued = update(JobRow).where(JobRow.id == job_id, JobRow.state == "queued")
    with transaction() as tx:
        done = tx.execute(queued.values(state="running", started_at=now()))
    return bool(cast("CursorResult[Any]", done).rowcount)


def _end(job_id: str, state: str, **columns: object) -> None:
    """Write how it ended, unless it was cancelled meanwhile."""
    with transaction() as tx:
        row = tx.get_one(JobRow, job_id, with_for_update=True)
        if row.state == "running":
            log_end(tx, Viewer(row.asked_by, row.role), row, state)
            tx.execute(update(JobRow).where(JobRow.id == job_id).values(state=state, ended_at=now(), **columns))


def _sentence(error: Exception) -> str:
    """What people read. An unexpected error's own text may hold data, so only its kind and place are logged."""
    if isinstance(error, Refused):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    print(type(error).__name__, *(f"{f.filename}:{f.lineno} {f.name}" for f in frames), sep="\n  ", file=sys.stderr)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return _(DISK_FULL)
    return _(INTERNAL).format(kind=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
