"""Nothing of the program asks for an outside: the suite runs where there is none, and the server's sockets are told."""

import errno
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analytics import jobs
from analytics.permissions import operator
from analytics.records import db
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import sign_in
from analytics.settings import ROOT
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.pages.served import Tab, serving, texts
from tests.support.offline import OFFLINE, alone
from tests.support.small_store import small_store

OUTSIDE = ("203.0.113.1", 80)  # nobody's (RFC 5737)
TRY = """
import socket
from tests.support.offline import alone
assert alone()
served = socket.create_server(("127.0.0.1", 0))
socket.create_connection(served.getsockname(), 1).close()
try:
    socket.create_connection({outside}, 1)
except OSError as error:
    print(error.errno)
"""
HOOK = """
import os, sys
_file = os.open(os.environ["SOCKETS"], os.O_WRONLY | os.O_APPEND)
def _tell(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        os.write(_file, f"{event} {arguments[0].family.name} {arguments[1]!r}\\n".encode())
    if event in ("socket.getaddrinfo", "socket.gethostbyname"):
        os.write(_file, f"{event} NAME {arguments[0]!r}\\n".encode())
sys.addaudithook(_tell)
"""
OWN = ("'127.0.0.1'", "b'127.0.0.1'", "'localhost'", "('127.0.0.1', ", "('::1', ")


def test_the_suite_runs_without_an_outside() -> None:
    """`make test` runs it through tests.support.offline."""
    assert alone() or OFFLINE not in os.environ
    command = [sys.executable, "-m", "tests.support.offline", sys.executable, "-c", TRY.format(outside=OUTSIDE)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if "no network namespace here" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert done.stdout.strip() == str(errno.ENETUNREACH), done.stderr


def test_the_servers_own_sockets_stay_on_this_machine(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "sockets"
    told.touch()
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "sitecustomize.py").write_text(HOOK)
    snapshot = small_store(store)
    create_account(operator(), "li", PASSWORD, "training", must_change=False)
    monkeypatch.setenv("SOCKETS", str(told))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hooks"))
    with serving(store, tmp_path / "log") as host:
        for page in url_paths():
            with Tab(host, sign_in("li", PASSWORD).token) as tab:
                assert "退出登录" in texts(tab.open_page(page)), page
        _ended(jobs.start(operator(), "check", store=str(store), snapshot=snapshot.id))
        db.close()
    lines = told.read_text().splitlines()
    assert any(line.startswith("socket.bind AF_INET ('127.0.0.1', ") for line in lines), "the hook itself must tell"
    assert [line for line in lines if not _own(line)] == []


def _own(line: str) -> bool:
    _event, family, what = line.split(" ", 2)
    return family == "AF_UNIX" or what.startswith(OWN)


def _ended(job: str) -> None:
    until = time.monotonic() + 60
    while jobs.get(operator(), job).open and time.monotonic() < until:
        time.sleep(0.2)
    assert jobs.get(operator(), job).state == "done"


def test_an_outside_connection_would_be_told() -> None:
    assert not _own("socket.connect AF_INET ('203.0.113.1', 443)") and not _own("socket.getaddrinfo NAME 'webhooks.x'")
    assert _own("socket.connect AF_UNIX '/run/x'") and _own("socket.bind AF_INET ('127.0.0.1', 0)")
    assert socket.AF_UNIX.name == "AF_UNIX"
