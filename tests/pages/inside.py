"""The plain routes and the gate without Streamlit behind them: a browser, and a page that says one is inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.server import sign_in, steps
from pages.server.gate import Gate
from pages.server.liveness import Liveness
from tests.conftest import PASSWORD

INSIDE = "inside"


async def _inside(_request: Request) -> PlainTextResponse:
    return PlainTextResponse(INSIDE)


@contextmanager
def browsing(scheme: str = "http") -> Iterator[TestClient]:
    """A Chinese browser with its own cookies; it follows no redirect by itself."""
    routes = [
        Route("/sign-in", sign_in.show, methods=["GET"]),
        Route("/sign-in", sign_in.enter, methods=["POST"]),
        Route("/sign-out", sign_in.leave, methods=["POST"]),
        *(Route(path, step, methods=["GET", "POST"]) for path, step in steps.ROUTES.items()),
        Route("/{page}", _inside),
        Route("/", _inside),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Gate, liveness=Liveness())])
    with TestClient(app, base_url=f"{scheme}://office.example", follow_redirects=False) as client:
        client.headers["Accept-Language"] = "zh-CN"
        yield client


def token(page: httpx.Response) -> str:
    found = re.search(r'name="form" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def send(browser: TestClient, address: str, /, **fields: str) -> httpx.Response:
    """Open a form and send it back filled in."""
    page = browser.get(address)
    path = address.split("?")[0]
    return browser.post(path, data={"form": token(page), **fields})


def sign_in_as(browser: TestClient, name: str, password: str = PASSWORD, wanted: str = "/jobs") -> httpx.Response:
    return send(browser, "/sign-in", name=name, password=password, next=wanted)


def passes(browser: TestClient) -> bool:
    """Whether the gate lets this browser in."""
    return browser.get("/jobs").text == INSIDE


def error(page: httpx.Response) -> str:
    found = re.search(r'role="alert">([^<]*)<', page.text)
    return found[1] if found else ""
