"""People at work in every table a backup has to hold together, in threads and in processes of their own.

`python -m tests.support.office_at_work NAME`: one of them, until it is ended. What each does, he does in one order:
a line in the office's log, then the same in the field's, then a job, then a request with a file.
"""

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from analytics.records import audit, requests
from analytics.records.base import now
from analytics.records.db import field_url, reading, transaction
from analytics.records.job_rows import JobRow
from analytics.settings import ROOT
from analytics.viewer import Place, Scope, Viewer

PAIRED, PAUSE = "dossier", 0.01
FILE = ("名册.csv", secrets.token_bytes(3000))


def work(name: str, stop: threading.Event) -> None:
    number = 0
    while not stop.is_set():
        _round(name, number)
        number += 1
        time.sleep(PAUSE)


def _round(name: str, number: int) -> None:
    who = Viewer(f"{name}{number}", "department", Scope(departments=frozenset({1})))
    for url in (None, field_url()):
        with transaction(url) as tx:
            audit.append(tx, who, PAIRED, name, number=number)
    row = JobRow(id=secrets.token_hex(16), kind="check", arguments={}, state="done", done=0, total=0, message="",
                 asked_by=name, role="analyst", scope={}, created_at=now())  # fmt: skip
    with transaction() as tx:
        tx.add(row)
        audit.append(tx, who, "job.start", row.id)
    requests.ask(who, "upload", Place(department=1), {"note": f"{name}:{number}"}, "月度报送", [FILE])


@contextmanager
def at_work(threads: int = 2, processes: int = 2) -> Iterator[None]:
    """So many at work, each of whom has come to the field already."""
    stop = threading.Event()
    inside = [threading.Thread(target=work, args=(f"t{n}-", stop)) for n in range(threads)]
    command = [sys.executable, "-m", "tests.support.office_at_work"]
    outside = [subprocess.Popen([*command, f"p{n}-"], cwd=ROOT) for n in range(processes)]
    for one in inside:
        one.start()
    try:
        _all_have_begun(threads + processes)
        yield
    finally:
        stop.set()
        for process in outside:
            process.terminate()
            process.wait()
        for one in inside:
            one.join()


def _all_have_begun(count: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with reading(field_url()) as tx:
            if len({line.subject for line in tx.query(audit.AuditLine).filter_by(action=PAIRED)}) == count:
                return
        time.sleep(0.1)
    raise RuntimeError("they did not begin")


if __name__ == "__main__":
    work(sys.argv[1], threading.Event())
