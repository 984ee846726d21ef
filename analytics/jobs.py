"""Long work as a child process, with a row in the records database that every page can read.

A kind's function is `run(viewer: Viewer, progress: Progress, **arguments) -> dict` (the dict is the job's
result: plain JSON, no personal data). It may be ended at any moment, so its writes are atomic. A job outlives
the server that started it; one whose process is gone without a word is found and marked as failed.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

import psutil
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.permissions import require
from analytics.records import audit
from analytics.records.accounts.models import scope_to
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.job_rows import JobRow
from analytics.settings import ROOT
from analytics.viewer import Viewer
from analytics.words import Refused, _

State = Literal["queued", "running", "done", "failed", "cancelled"]
OPEN: tuple[State, ...] = ("queued", "running")
# Arguments that the log keeps; the others say where files lie, or are logged by the work itself.
LOGGED = frozenset({"snapshot", "rules", "parameters", "replace", "add", "code", "version", "department", "programme"})
GRACE_SECONDS = 3.0
START_WITHIN = timedelta(minutes=1)
VANISHED = "任务进程意外中止(断电、被结束或内存不足)。数据仍是开始前的样子,请重新开始。"


@dataclass(frozen=True)
class Kind:
    """What a kind of job runs (`module:function`, looked up in the child), who may start it, what it is called."""

    target: str
    action: str
    title: str


KINDS: dict[str, Kind] = {
    "intake": Kind("analytics.intake.job:run", "intake", "导入数据"),
    "check": Kind("analytics.rules.job:run", "check", "运行比对"),
    "renew": Kind("analytics.workbench.renew:run", "check", "重做自行比对"),
    "own_rule": Kind("analytics.own_rules.job:run", "own_rules", "试运行自定规则"),
    "field_precheck": Kind("analytics.desk.work:precheck", "field_desk", "办理资格预审"),
    "field_upload": Kind("analytics.desk.work:upload", "field_desk", "导入部门报送"),
    "precheck": Kind("analytics.precheck.job:run", "precheck", "资格预审"),
}


@dataclass(frozen=True)
class Job:
    """A job as it stands; `done` of `total` steps (total 0: not yet known)."""

    id: str
    kind: str
    arguments: dict[str, Any]
    state: State
    done: int
    total: int
    message: str
    asked_by: str
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    result: dict[str, Any]
    error: str

    @property
    def title(self) -> str:
        return _(KINDS[self.kind].title) if self.kind in KINDS else self.kind

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return min(self.done / self.total, 1.0) if self.total else 0.0


def start(viewer: Viewer, kind: str, **arguments: object) -> str:
    """Queue the work and start its process; returns the job's id. Arguments are plain JSON, no personal data."""
    require(viewer, KINDS[kind].action)
    row = JobRow(
        id=secrets.token_hex(16),
        kind=kind,
        arguments=arguments,
        state="queued",
        done=0,
        total=0,
        message="",
        asked_by=viewer.account,
        role=viewer.role,
        scope=scope_to(viewer.scope),
        created_at=now(),
    )
    chosen: dict[str, Any] = {name: value for name, value in arguments.items() if name in LOGGED and value is not None}
    with transaction() as tx:
        tx.add(row)
        audit.append(tx, viewer, "job.start", f"job:{row.id}", kind=kind, **chosen)
    _spawn(row.id, KINDS[kind].target)
    return row.id


def cancel(viewer: Viewer, job_id: str) -> None:
    """End the job's process and mark it cancelled; a job that has ended stays as it ended."""
    require(viewer, "jobs")
    pid = _own_row(viewer, job_id)
    if _close(viewer, job_id, "cancelled") and pid:
        _end(*pid)


def get(viewer: Viewer, job_id: str) -> Job:
    """The job as it stands; Refused when there is none of this id among the viewer's."""
    _own_row(viewer, job_id)
    settle()
    with reading() as tx:
        return _job(tx.get_one(JobRow, job_id))


def running(viewer: Viewer) -> list[Job]:
    """The viewer's jobs that have not ended, oldest first."""
    return [job for job in reversed(recent(viewer)) if job.open]


def recent(viewer: Viewer, limit: int = 50) -> list[Job]:
    """The viewer's jobs, newest first."""
    require(viewer, "jobs")
    settle()
    mine = select(JobRow).where(JobRow.asked_by == viewer.account)
    with reading() as tx:
        return [_job(row) for row in tx.scalars(mine.order_by(JobRow.created_at.desc(), JobRow.id).limit(limit))]


def settle() -> None:
    """Mark as failed every open job whose process is gone."""
    with reading() as tx:
        rows = tx.scalars(select(JobRow).where(JobRow.state.in_(OPEN))).all()
    for row in rows:
        if _vanished(row):
            _close(Viewer(row.asked_by, row.role), row.id, "failed", error=VANISHED)


def _vanished(row: JobRow) -> bool:
    """Whether the row's process is gone; one that has none yet is given time to get it."""
    if row.pid is None:
        return now() - row.created_at > START_WITHIN
    return _process(row.pid, row.pid_started) is None


def _spawn(job_id: str, target: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "analytics._job", job_id, target],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C at the server is not meant for the work
    )
    _note_process(job_id, child.pid)
    threading.Thread(target=_reap, args=(child,), daemon=True).start()


def _reap(child: subprocess.Popen[bytes]) -> None:
    child.wait()


def _note_process(job_id: str, pid: int) -> None:
    try:
        started = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        started = 0.0
    with transaction() as tx:
        tx.execute(update(JobRow).where(JobRow.id == job_id).values(pid=pid, pid_started=started))


def _close(viewer: Viewer, job_id: str, state: State, **columns: object) -> bool:
    """End an open job's row; False when it had ended already."""
    with transaction() as tx:
        row = tx.get_one(JobRow, job_id, with_for_update=True)
        if row.state not in OPEN:
            return False
        log_end(tx, viewer, row, state)
        tx.execute(update(JobRow).where(JobRow.id == job_id).values(state=state, ended_at=now(), **columns))
    return True


def log_end(tx: Session, viewer: Viewer, row: JobRow, state: str) -> None:
    """Write down that a job has ended, and how."""
    audit.append(tx, viewer, "job.end", f"job:{row.id}", kind=row.kind, old_state=row.state, state=state)


def _own_row(viewer: Viewer, job_id: str) -> tuple[int, float | None] | None:
    """The (pid, start time) of the viewer's job, None before it has one."""
    with reading() as tx:
        row = tx.get(JobRow, job_id)
    if row is None or row.asked_by != viewer.account:
        raise Refused("没有这个任务,或它不是您发起的。未作任何更改。")
    return (row.pid, row.pid_started) if row.pid else None


def _process(pid: int, started: float | None) -> psutil.Process | None:
    """The process, if this pid is still the one we started and not a corpse."""
    try:
        process = psutil.Process(pid)
        same = process.create_time() == started and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return None
    return process if same else None


def _end(pid: int, started: float | None) -> None:
    """Ask the process and its children to end (they tidy up), then insist."""
    process = _process(pid, started)
    if process is None:
        return
    family = [process, *process.children(recursive=True)]
    for member in family:
        _tell(member, "terminate")
    for member in psutil.wait_procs(family, timeout=GRACE_SECONDS)[1]:
        _tell(member, "kill")


def _tell(process: psutil.Process, verb: Literal["terminate", "kill"]) -> None:
    try:
        getattr(process, verb)()
    except psutil.NoSuchProcess:
        return


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        kind=row.kind,
        arguments=dict(row.arguments),
        state=cast("State", row.state),
        done=row.done,
        total=row.total,
        message=row.message,
        asked_by=row.asked_by,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
        result=row.result or {},
        error=row.error or "",
    )


class Progress:
    """Handed to the work: writes how far it is into the job's row, at most twice a second."""

    INTERVAL_SECONDS = 0.5

    def __init__(self, job_id: str) -> None:
        self._job_id, self._next = job_id, 0.0

    def step(self, done: int, total: int, message: str = "") -> None:
        """`done` of `total` steps; `message` is one short phrase for people, without personal data."""
        moment = time.monotonic()
        if moment < self._next and done < total:
            return
        self._next = moment + self.INTERVAL_SECONDS
        mine = update(JobRow).where(JobRow.id == self._job_id, JobRow.state == "running")
        with transaction() as tx:
            tx.execute(mine.values(done=done, total=total, message=message))
