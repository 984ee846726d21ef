"""Jobs are real processes: they report, end, fail, are cancelled, die, and outlive who started them."""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from analytics import jobs
from analytics.jobs import Job, Kind, Progress
from analytics.permissions import ACTIONS
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.job_rows import JobRow
from analytics.settings import ROOT
from analytics.viewer import Scope, Viewer
from analytics.words import Refused

WHO = Viewer("li", "training", Scope(townships=frozenset({2})))
PATIENCE_SECONDS = 40
BARE: dict[str, Any] = {
    "kind": "count",
    "arguments": {},
    "state": "queued",
    "done": 0,
    "total": 0,
    "message": "",
    "asked_by": "li",
    "role": "training",
    "scope": {},
}


@pytest.fixture(autouse=True)
def _kinds(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("count", "wait", "refuse", "break_down", "die"):
        monkeypatch.setitem(jobs.KINDS, name, Kind(f"tests.tiny_jobs:{name}", "workbench", name))


def until(what: Callable[[Job], bool], job_id: str) -> Job:
    """The job as soon as `what` holds of it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        job = jobs.get(WHO, job_id)
        if what(job):
            return job
        time.sleep(0.1)
    raise AssertionError(f"still {job}")


def ended(job_id: str) -> Job:
    return until(lambda job: not job.open, job_id)


def process_of(job_id: str) -> psutil.Process:
    with reading() as tx:
        pid = tx.get_one(JobRow, job_id).pid
    assert pid is not None
    return psutil.Process(pid)


def waiting_job(folder: Path) -> str:
    job_id = jobs.start(WHO, "wait", folder=str(folder), seconds=120)
    until(lambda job: job.message == "一半", job_id)
    return job_id


def test_a_job_runs_to_its_end_as_who_asked() -> None:
    job = ended(jobs.start(WHO, "count", to=3))
    assert (job.state, job.done, job.total, job.message, job.share) == ("done", 3, 3, "第 3 步", 1.0)
    assert job.result == {"counted": 3, "for": "li", "whole": False}
    assert job.started_at and job.ended_at and job.created_at <= job.started_at <= job.ended_at


def test_a_refusal_is_told_in_its_own_words() -> None:
    job = ended(jobs.start(WHO, "refuse"))
    assert (job.state, job.error) == ("failed", "第 3 张表没有表头。文件未导入。")


def test_an_unexpected_error_tells_no_data(capfd: pytest.CaptureFixture[str]) -> None:
    job = ended(jobs.start(WHO, "break_down"))
    assert job.state == "failed" and "ValueError" in job.error
    assert "5199" not in job.error + "".join(capfd.readouterr())


def test_a_child_that_is_killed_is_found(tmp_path: Path) -> None:
    job = ended(jobs.start(WHO, "die"))
    assert (job.state, job.error) == ("failed", jobs.VANISHED)


def test_cancel_ends_the_process_and_leaves_nothing(tmp_path: Path) -> None:
    job_id = waiting_job(tmp_path)
    process = process_of(job_id)
    assert (tmp_path / "half").exists() and [job.id for job in jobs.running(WHO)] == [job_id]
    jobs.cancel(WHO, job_id)
    assert jobs.get(WHO, job_id).state == "cancelled" and jobs.running(WHO) == []
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    assert not (tmp_path / "half").exists() and not (tmp_path / "whole").exists()


def test_cancelling_what_has_ended_changes_nothing() -> None:
    job = ended(jobs.start(WHO, "count", to=1))
    jobs.cancel(WHO, job.id)
    assert jobs.get(WHO, job.id) == job


def test_a_job_outlives_the_process_that_started_it(tmp_path: Path) -> None:
    """The parent dies at once; the work is finished and told all the same."""
    parent = (
        "import os; from analytics import jobs; from analytics.viewer import Viewer\n"
        "jobs.KINDS['wait'] = jobs.Kind('tests.tiny_jobs:wait', 'workbench', 'wait')\n"
        f"print(jobs.start(Viewer('li', 'training'), 'wait', folder={str(tmp_path)!r}, seconds=1), flush=True)\n"
        "os._exit(9)\n"
    )
    done = subprocess.run([sys.executable, "-c", parent], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 9
    assert ended(done.stdout.strip()).state == "done" and (tmp_path / "whole").exists()


def test_a_reused_pid_is_not_taken_for_the_job(tmp_path: Path) -> None:
    """After a restart of the machine another process may bear the number."""
    job_id = waiting_job(tmp_path)
    process = process_of(job_id)
    with transaction() as tx:
        row = tx.get_one(JobRow, job_id)
        row.pid, row.pid_started = psutil.Process().pid, 1.0
    assert jobs.get(WHO, job_id).error == jobs.VANISHED
    process.terminate()


def test_a_job_that_never_got_a_process_fails_after_a_minute() -> None:
    with transaction() as tx:
        tx.add(JobRow(id="new", created_at=now(), **BARE))
        tx.add(JobRow(id="old", created_at=now() - timedelta(minutes=2), **BARE))
    assert jobs.get(WHO, "new").state == "queued"
    assert jobs.get(WHO, "old").error == jobs.VANISHED


def test_a_job_belongs_to_who_asked(tmp_path: Path) -> None:
    job_id = waiting_job(tmp_path)
    other = Viewer("wang", "training")
    assert jobs.recent(other) == []
    for act in (jobs.get, jobs.cancel):
        with pytest.raises(Refused):
            act(other, job_id)
    assert jobs.get(WHO, job_id).state == "running"
    jobs.cancel(WHO, job_id)


def test_starting_needs_the_permission() -> None:
    with pytest.raises(Refused, match="运行比对"):
        jobs.start(Viewer("x", "nobody"), "check")
    assert jobs.recent(WHO) == []


def test_progress_is_written_at_most_twice_a_second_but_never_loses_the_end() -> None:
    with transaction() as tx:
        tx.add(JobRow(id="j", created_at=now(), **(BARE | {"state": "running"})))
    progress, seen = Progress("j"), []
    for done in range(1, 101):
        progress.step(done, 100)
        with reading() as tx:
            seen.append(tx.get_one(JobRow, "j").done)
    assert seen[0] == 1 and seen[-1] == 100 and len(set(seen)) < 20


def test_every_kind_names_a_known_permission() -> None:
    assert {kind.action for kind in jobs.KINDS.values()} <= set(ACTIONS)
