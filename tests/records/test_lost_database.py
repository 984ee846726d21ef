"""A PostgreSQL that goes away: one sentence, nothing of the URL in any log, and work goes on once it is back."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from analytics.records import audit, db
from analytics.records.audit_check import verify
from analytics.records.dialects import Unreachable
from analytics.viewer import Viewer
from analytics.words import Refused
from pages.server.health import health
from tests.support.postgres import Server, server

WHO = Viewer("li", "training")
SECRET = "se/cr@t:word"
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)  # its databases are put elsewhere here


@pytest.fixture
def running(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server nobody else needs: it is stopped under the test."""
    with server() as alone:
        monkeypatch.setenv("QINGZHANG_RECORDS_URL", alone.url("postgres"))
        yield alone
        db.close()


def write() -> None:
    with db.transaction() as tx:
        audit.append(tx, WHO, "reveal")


def health_says() -> tuple[int, str]:
    with TestClient(Starlette(routes=[Route("/health", health)])) as client:
        answer = client.get("/health")
    return answer.status_code, answer.json()["status"]


def test_it_goes_and_comes_back(running: Server, caplog: pytest.LogCaptureFixture) -> None:
    write()
    assert health_says() == (200, "ok")
    running.stop()
    for act in (write, lambda: audit.lines("reveal")):
        with pytest.raises(Unreachable, match="数据库没有应答") as caught:
            act()
        assert caught.value.__cause__ is None and caught.value.__suppress_context__
    assert health_says() == (503, "database")
    assert "database: OperationalError" in caplog.text and running.password not in caplog.text
    running.start()
    write()
    assert health_says() == (200, "ok") and len(audit.lines("reveal")) == 2 and verify() == []


def test_cut_off_in_the_middle_nothing_is_kept(running: Server) -> None:
    write()
    with pytest.raises(Unreachable), db.transaction() as tx:
        audit.append(tx, WHO, "reveal")
        running.stop()
        running.start()
        audit.append(tx, WHO, "reveal")
    assert len(audit.lines("reveal")) == 1 and verify() == []


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_nothing_of_the_url_is_told(
    store: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, host: str
) -> None:
    url = URL.create("postgresql+psycopg", "clerk", SECRET, host, 1, "records")
    monkeypatch.setenv("QINGZHANG_RECORDS_URL", url.render_as_string(hide_password=False))
    with caplog.at_level(logging.DEBUG), pytest.raises(Refused) as caught:
        write()
    told = f"{caught.value} {caught.value!r} {caplog.text}"
    assert all(word not in told for word in (SECRET, "se%2Fcr", "clerk", host))


@pytest.mark.parametrize(
    "url", ["mysql://clerk:se-cret@host/records", "postgresql+psycopg://clerk:se-cret@host:x/y", "rubbish"]
)
def test_a_url_that_is_none(store: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("QINGZHANG_RECORDS_URL", url)
    with pytest.raises(Refused, match="请核对设置") as caught:
        write()
    assert "se-cret" not in f"{caught.value!r}"
