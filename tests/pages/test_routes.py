"""Every route the server answers, Streamlit's own included, and who may reach it; one not in the table fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import sign_in
from analytics.settings import ROOT
from pages.server.liveness import COOKIE
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.pages.served import serving
from tests.support.own_store import own_store

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")
# Path as the server has it → (an address of it, methods that are answered, GET signed out, GET signed in).
# 303 leads to the sign-in or onwards; 405: not by GET; 404, 401: nothing there for whoever asks. An unknown file under
# /static/ is answered with the empty shell.
Row = tuple[str, str, int, int]
PAGE: Row = ("", "GET HEAD", 303, 200)
TABLE: dict[str, Row] = {
    "/sign-in": ("/sign-in", "GET HEAD POST", 200, 303),
    "/sign-in/oidc": ("/sign-in/oidc", "GET HEAD", 401, 401),
    "/sign-in/oidc/callback": ("/sign-in/oidc/callback", "GET HEAD", 401, 401),
    "/code": ("/code", "GET HEAD POST", 303, 303),
    "/password": ("/password", "GET HEAD POST", 303, 200),
    "/two-step": ("/two-step", "GET HEAD POST", 303, 200),
    "/sign-out": ("/sign-out", "POST", 405, 405),
    "/export/{serial}": ("/export/0", "GET HEAD", 401, 410),
    "/geo/{anything:path}": ("/geo/x.json", "GET HEAD", 401, 200),
    "/health": ("/health", "GET HEAD", 200, 200),
    "/favicon.png": ("/favicon.png", "GET HEAD", 200, 200),
    "/assets": ("/assets/sign_in.css", "GET HEAD", 200, 200),
    "/": PAGE,
    "/{unknown:page}": ("/nothing", "GET HEAD", 303, 303),
    "/_stcore/health": ("/_stcore/health", "GET HEAD", 200, 200),
    "/_stcore/metrics": ("/_stcore/metrics", "", 404, 404),
    "/_stcore/host-config": ("/_stcore/host-config", "GET HEAD", 200, 200),
    "/media/{file_id:path}": ("/media/x.png", "GET HEAD", 401, 404),
    "/_stcore/upload_file/{session_id}/{file_id}": ("/_stcore/upload_file/a/b", "PUT DELETE", 405, 405),
    "/component/{path:path}": ("/component/x/index.html", "", 404, 404),
    "/_stcore/bidi-components/{path:path}": ("/_stcore/bidi-components/x", "", 404, 404),
    "/_stcore/stream": ("/_stcore/stream", "websocket", 0, 0),
    "/auth/login": ("/auth/login", "", 404, 404),
    "/auth/logout": ("/auth/logout", "", 404, 404),
    "/oauth2callback": ("/oauth2callback", "", 404, 404),
    "/_stcore/agent/interact": ("/_stcore/agent/interact", "", 404, 404),
    "/_stcore/agent/openapi.json": ("/_stcore/agent/openapi.json", "", 404, 404),
    "/_stcore/agent/mcp": ("/_stcore/agent/mcp", "", 404, 404),
    "": ("/static/js/none.js", "GET HEAD", 200, 200),
    **{f"/{path}": PAGE for path in url_paths()[1:]},
}
LIST = """
import json, app
print(json.dumps([getattr(route, "path", "") for route in app.app._build_starlette_app().routes]))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """host:port, and the token of somebody signed in."""
    folder = tmp_path_factory.mktemp("routes")
    with own_store(folder / "store"):
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        with serving(folder / "store", folder / "log") as host:
            yield host, sign_in("training", PASSWORD).token


def ask(host: str, method: str, path: str, token: str = "") -> httpx.Response:
    headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
    return httpx.request(method, f"http://{host}{path}", headers=headers)


def test_the_table_has_every_route(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QINGZHANG_")}
    environment |= {"QINGZHANG_STORE": str(tmp_path / "store")}
    told = subprocess.run([sys.executable, "-c", LIST], cwd=ROOT, env=environment, capture_output=True, check=True)
    there = set(json.loads(told.stdout.splitlines()[-1]))
    assert there == set(TABLE)


@pytest.mark.parametrize("route", [route for route, row in TABLE.items() if row[1] != "websocket"])
def test_who_reaches_it(served: tuple[str, str], route: str) -> None:
    host, token = served[0], sign_in("training", PASSWORD).token  # one of its own: a route may end it
    path, methods, signed_out, signed_in = TABLE[route]
    path = path or route
    for method in METHODS:
        answered = [ask(host, method, path, who).status_code for who in ("", "forged" * 7, token)]
        if method == "GET" and methods != "":
            assert answered == [signed_out, signed_out, signed_in], (method, path)
        elif method not in methods.split():
            assert set(answered) <= {404, 405}, (method, path, answered)
        elif method in ("PUT", "DELETE"):
            assert answered[:2] == [401, 401], (method, path, answered)


def test_a_signed_out_socket_is_shown_the_sign_in_only(served: tuple[str, str]) -> None:
    from tests.pages.served import Tab, texts

    with Tab(served[0]) as tab:
        drawn = texts(tab.open_page())
    assert "请登录" in drawn and "总览" not in drawn


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "http://127.0.0.1:1", "file://"])
def test_a_socket_from_another_page_is_refused(served: tuple[str, str], origin: str) -> None:
    host, token = served
    headers = {"Cookie": f"{COOKIE}={token}"}
    with pytest.raises((InvalidStatus, WebSocketException)):
        connect(f"ws://{host}/_stcore/stream", additional_headers=headers, origin=origin, subprotocols=["streamlit"])


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil:80", "[::2]"])
def test_another_host_is_not_answered(served: tuple[str, str], name: str) -> None:
    host, token = served
    for path in ("/sign-in", "/", "/health"):
        answer = httpx.get(f"http://{host}{path}", headers={"Host": name, "Cookie": f"{COOKIE}={token}"})
        assert answer.status_code in (400, 421) and "清账" not in answer.text


def test_forms_take_no_more_than_a_form(served: tuple[str, str]) -> None:
    long = httpx.post(f"http://{served[0]}/sign-in", data={"name": "a" * 20_000})
    assert long.status_code == 413 and "过大" in long.text

    def pieces() -> Iterator[bytes]:
        for _n in range(64):
            yield b"name=" + b"a" * 1024

    with httpx.Client(base_url=f"http://{served[0]}") as client:
        try:
            told = client.post("/sign-in", content=pieces()).status_code
        except httpx.TransportError:
            told = 0
    assert told not in (200, 303)


def test_headers_stand_on_every_answer(served: tuple[str, str]) -> None:
    host, token = served
    wanted = {"content-security-policy", "x-content-type-options", "referrer-policy", "x-frame-options"}
    for path in ("/sign-in", "/", "/nothing", "/export/0", "/_stcore/metrics", "/assets/sign_in.css", "/health"):
        answer = ask(host, "GET", path, token)
        assert wanted <= answer.headers.keys(), path
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert answer.headers.get("cache-control") or path.startswith("/assets"), path
