"""Each face opens only what is its own, shown under an unprivileged user with every opened path listed, and lets in its
own roles only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from analytics.permissions import operator
from analytics.records import db, field_desk
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import live_session, session_of_token, sign_in
from analytics.settings import ROOT
from analytics.viewer import Scope
from analytics.words import Refused
from pages.server.liveness import COOKIE
from tests.conftest import PASSWORD
from tests.pages.served import Tab, free_port, texts, until_it_answers
from tests.support.small_store import small_store

NOBODY = 65534
# Tells every path that is opened, listed, made or renamed; the file it writes to is open before anything else is.
HOOK = """
import os, sys
_file = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_APPEND)
_EVENTS = ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "sqlite3.connect", "glob.glob")
def _tell(event, arguments):
    if event in _EVENTS:
        for argument in arguments[:2]:
            if isinstance(argument, (str, bytes)) and argument:
                os.write(_file, os.fsencode(argument) + b"\\n")
sys.addaudithook(_tell)
"""


@pytest.fixture
def county(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store as an office has it: data, vault, a run, accounts, and the field's folder with accounts of its own."""
    small_store(store)
    (store / "runs").mkdir()
    (store / "public").mkdir()
    create_account(operator(), "bi", PASSWORD, "analyst", must_change=False)
    monkeypatch.setenv("QINGZHANG_FACE", "field")
    create_account(operator(), "min", PASSWORD, "department", Scope(departments=frozenset({1})), must_change=False)
    create_account(operator(), "xi", PASSWORD, "system_admin", must_change=False)
    monkeypatch.delenv("QINGZHANG_FACE")
    field_desk.publish_units(operator(), [("department", 1, "民政局", 0), ("programme", 7, "农村低保金", 1)])
    db.close()
    return store


@contextmanager
def face(name: str, store: Path, folder: Path, owned: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    """The server of a face by a user without privileges, to whom `owned` of the store belongs and the rest is shut;
    its host:port, and the list of paths it opened."""
    opened, hooks = folder / "opened", folder / "hooks"
    hooks.mkdir()
    opened.touch()
    (hooks / "sitecustomize.py").write_text(HOOK)
    port, log = free_port(), folder / "log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QINGZHANG_")} | {
        "QINGZHANG_STORE": str(store), "QINGZHANG_FACE": name, "QINGZHANG_MEMORY_DISK": str(folder),
        "OPENED": str(opened), "PYTHONPATH": str(hooks),
    }  # fmt: skip
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("w") as output:
        shut = _shut(store, owned)
        server = subprocess.Popen([*shut, *command], cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        until_it_answers(f"http://127.0.0.1:{port}/health", server, log)
        yield f"127.0.0.1:{port}", opened
    finally:
        server.terminate()
        server.wait(20)


def _shut(store: Path, owned: tuple[str, ...]) -> list[str]:
    """As root: give all but `owned` to somebody else, and say how to run without root's privileges, so that mode bits
    count (the interpreter itself may lie where only root comes). Another user has none to lose."""
    if os.geteuid() != 0:
        return []
    for path in store.iterdir():
        path.chmod(0o700 if path.is_dir() else 0o600)
        if path.name not in owned:
            shutil.chown(path, NOBODY, NOBODY)
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


def within_store(opened: Path, store: Path) -> set[str]:
    """First part under the store of every path that was opened there."""
    paths = {Path(os.path.normpath(line)) for line in opened.read_text(errors="replace").splitlines()}
    return {path.relative_to(store).parts[0] if path != store else "." for path in paths if path.is_relative_to(store)}


def cookie(host: str, name: str) -> httpx.Response:
    with httpx.Client(base_url=f"http://{host}", follow_redirects=False) as client:
        form = client.get("/sign-in").text.split('name="form" value="')[1].split('"')[0]
        return client.post("/sign-in", data={"name": name, "password": PASSWORD, "form": form})


def test_the_field_opens_the_fields_folder_and_nothing_else(county: Path, tmp_path: Path) -> None:
    with face("field", county, tmp_path, ("field",)) as (host, opened):
        for name, pages in {"min": ("send", "sent"), "xi": ("accounts",)}.items():
            token = cookie(host, name).cookies[COOKIE]
            for page in pages:
                with Tab(host, token) as tab:
                    drawn = texts(tab.tell(lambda frame, page=page: _ask(frame, page)))
                    assert {"send": "报送", "sent": "报送记录", "accounts": "账号"}[page] in drawn
        assert within_store(opened, county) == {"field"}


def _ask(frame: object, page: str) -> None:
    frame.rerun_script.page_name = page  # type: ignore[attr-defined]


def test_the_public_opens_nothing_before_something_is_published(county: Path, tmp_path: Path) -> None:
    with face("public", county, tmp_path, ("public",)) as (host, opened):
        assert "还没有公布内容" in httpx.get(f"http://{host}/").text
        for path in ("/sign-in", "/_stcore/health", "/_stcore/host-config", "/overview", "/static/x", "/export/1"):
            assert httpx.get(f"http://{host}{path}").status_code == 404, path
        with pytest.raises((InvalidStatus, WebSocketException)), connect(f"ws://{host}/_stcore/stream"):
            pass
        assert within_store(opened, county) <= {"public"}


def test_the_office_opens_what_the_field_must_not(county: Path, tmp_path: Path) -> None:
    """What the two tests above find nothing of is found where it is opened."""
    everything = tuple(path.name for path in county.iterdir())
    with face("office", county, tmp_path, everything) as (host, opened):
        with Tab(host, cookie(host, "bi").cookies[COOKIE]) as tab:
            assert "下钻" in texts(tab.tell(lambda frame: _ask(frame, "drilldown")))
        assert {"records.db", "keys", "snapshots", "field"} <= within_store(opened, county)


def test_the_list_of_opened_paths_would_show_it(tmp_path: Path) -> None:
    """The hook sees what Python opens, lists and connects to."""
    (tmp_path / "hooks").mkdir()
    (tmp_path / "hooks" / "sitecustomize.py").write_text(HOOK)
    (tmp_path / "opened").touch()
    work = "import sqlite3, os; open('a', 'w'); sqlite3.connect('b.db'); os.listdir('.')"
    environment = {"OPENED": str(tmp_path / "opened"), "PYTHONPATH": str(tmp_path / "hooks")}
    subprocess.run([sys.executable, "-c", work], cwd=tmp_path, env=environment, check=True)
    assert {"a", "b.db", "."} <= set((tmp_path / "opened").read_text().splitlines())


@pytest.mark.parametrize(("name", "role"), [("office", "department"), ("field", "analyst"), ("office", "training")])
def test_a_face_lets_in_its_own_roles_only(store: Path, monkeypatch: pytest.MonkeyPatch, name: str, role: str) -> None:
    """Neither signs in whose role is another face's, nor lives a session opened while the role was let in."""
    monkeypatch.setenv("QINGZHANG_FACE", name)
    create_account(operator(), "zhao", PASSWORD, role, must_change=False)
    opened = sign_in("zhao", PASSWORD)
    assert live_session(opened.id)
    monkeypatch.delenv("QINGZHANG_TRAINING")
    assert live_session(opened.id) is None and session_of_token(opened.token) is None
    with pytest.raises(Refused, match="不在这里登录"):
        sign_in("zhao", PASSWORD)
