"""In the browser: who is not signed in, or not any more, sees the sign-in and nothing else.

tests/pages/test_gate.py asks the same over HTTP and by a raw websocket: pages, fragments, callbacks, uploads, media.
"""

import pytest
from playwright.sync_api import expect

from analytics.records.accounts.models import SignedIn
from analytics.records.accounts.sessions import sign_out
from analytics.records.db import reading
from pages.server.liveness import CACHE_SECONDS
from pages.ui.menu import url_paths
from tests.e2e.conftest import Comes

pytestmark = [pytest.mark.browser, pytest.mark.slow]
INSIDE = ("[data-testid=stSidebar]", "[data-testid=stDataFrame]", "[data-testid=stMetric]")


def test_every_page_shows_the_sign_in_only(visitor: Comes) -> None:
    one = visitor()
    for path in ("", *url_paths()):
        one.page.goto(f"http://{one.host}/{path}?township=519900001")
        assert "/sign-in?next=" in one.page.url
        expect(one.page.locator("input[type=password]")).to_be_visible()
        expect(one.page.locator("[data-testid=stApp]")).to_have_count(0)


def test_signing_out_leaves_nothing_behind(visitor: Comes) -> None:
    one = visitor("training")
    one.open("jobs")
    one.press(one.page.get_by_role("button", name="退出登录"))
    one.says("请登录")
    expect(one.page.locator("[data-testid=stMain]")).not_to_contain_text("任务")
    one.page.wait_for_timeout(1000 * CACHE_SECONDS + 200)  # the gate may know the session for so long
    one.page.go_back()
    one.page.goto(f"http://{one.host}/jobs")
    assert "/sign-in" in one.page.url


def test_a_session_ended_elsewhere_ends_on_the_next_click(visitor: Comes) -> None:
    one = visitor("training")
    one.open("jobs")
    with reading() as tx:
        sessions = [row.id for row in tx.query(SignedIn)]
    for session in sessions:
        sign_out(session)
    one.page.wait_for_timeout(1_200)  # the gate may believe in a session for one second
    one.press(one.page.get_by_role("link", name="疑点"))
    one.says("请登录")
    expect(one.page.locator("[data-testid=stDataFrame]")).to_have_count(0)
