"""A database that goes away: a sentence on every way in, no trace, and work goes on once it is back."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from analytics.permissions import operator
from analytics.records import db
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import sign_in
from pages.server.liveness import CACHE_SECONDS, COOKIE
from tests.conftest import PASSWORD
from tests.pages.served import Tab, serving, texts
from tests.support.postgres import Server, server

SAID, INSIDE = "数据库没有应答", "退出登录"


@pytest.fixture
def running(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A database server nobody else needs, with one account."""
    with server() as alone:
        monkeypatch.setenv("QINGZHANG_RECORDS_URL", alone.url("postgres"))
        create_account(operator(), "li", PASSWORD, "training", must_change=False)
        yield alone
        db.close()


def test_every_way_in_says_so_and_comes_back(running: Server, store: Path, tmp_path: Path) -> None:
    token = sign_in("li", PASSWORD).token
    with serving(store, tmp_path / "log") as host, httpx.Client(base_url=f"http://{host}") as browser:
        cookie = {"Cookie": f"{COOKIE}={token}"}
        form = browser.get("/sign-in").text.split('name="form" value="')[1].split('"')[0]
        fields = {"name": "li", "password": PASSWORD, "form": form}
        with Tab(host, token) as tab:
            assert INSIDE in texts(tab.open_page("jobs"))
            running.stop()
            time.sleep(CACHE_SECONDS)  # so long a session that was alive counts as alive
            page, signing_in = browser.get("/jobs", headers=cookie), browser.post("/sign-in", data=fields)
            assert INSIDE not in texts(tab.tell(lambda frame: setattr(frame.rerun_script, "page_name", "jobs"), wait=8))
        assert (page.status_code, SAID in page.text) == (503, True), page.text
        assert SAID in signing_in.text and 'name="password"' in signing_in.text
        running.start()
        assert browser.post("/sign-in", data=fields).status_code == 303
        with Tab(host, token) as tab:
            assert INSIDE in texts(tab.open_page("jobs"))
    log = (tmp_path / "log").read_text()
    assert "Traceback" not in log and running.password not in log
