"""What only a browser can show: pages that turn by themselves, the way back, and the provider on another site."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from analytics.permissions import operator
from analytics.records.accounts import grants, own
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import revoke_all
from analytics.viewer import Scope, Viewer
from tests.conftest import PASSWORD
from tests.e2e.conftest import Comes
from tests.pages.served import serving
from tests.support.own_store import own_store
from tests.support.provider import CLIENT, SECRET, Provider, providing

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WITHIN_SECONDS = 30
MAPPING = '[[grant]]\nclaim = "groups"\nhas = "staff"\nrole = "training"\n'


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providing() as one:
        one.person = {"sub": "zhao", "groups": ["staff"]}
        yield one


@pytest.fixture(scope="module")
def host(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server with three people and a provider on another site (localhost is another than 127.0.0.1)."""
    folder = tmp_path_factory.mktemp("turning")
    claims = folder / "claims.toml"
    claims.write_text(MAPPING)
    with own_store(folder / "store"):
        for name in ("zhang", "wang", "liu"):
            create_account(operator(), name, PASSWORD, role="training", must_change=False)
        oidc = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
        with serving(folder / "store", folder / "log", oidc_claims=str(claims), **oidc) as address:
            yield address


def turned(page: Page) -> None:
    expect(page.locator("[data-testid=stMain]")).to_contain_text("请登录", timeout=WITHIN_SECONDS * 1000)


def test_pages_turn_by_themselves_within_half_a_minute(visitor: Comes) -> None:
    """Nobody touches them: one session is ended, one account gets another role, one signs out everywhere."""
    ended, regraded, left = (visitor(name) for name in ("zhang", "wang", "liu"))
    for one in (ended, regraded, left):
        one.open("jobs?state=done")
        one.says("任务")
    began = time.monotonic()
    revoke_all(operator(), "zhang", "电脑遗失")
    grants.grant(operator(), "wang", "auditor", Scope(), "调岗")
    own.end_sessions(Viewer("liu", "training"))
    for one in (ended, regraded, left):
        turned(one.page)
        expect(one.page.locator("[data-testid=stSidebar]")).not_to_contain_text("退出登录")
    assert time.monotonic() - began < WITHIN_SECONDS


def test_from_the_notice_one_comes_back_to_where_one_was(visitor: Comes) -> None:
    one = visitor("zhang")
    one.open("suspects?tier=hard")
    one.says("疑点")
    revoke_all(operator(), "zhang", "电脑遗失")
    turned(one.page)
    one.page.locator("[data-testid=stMain]").get_by_role("link", name="前往登录").click()
    one.page.wait_for_url(re.compile("/sign-in"))
    one.page.locator("input[name=name]").fill("zhang")
    one.page.locator("input[name=password]").fill(PASSWORD)
    one.page.locator("form button").click()
    one.settle()
    assert one.page.url.endswith("/suspects?tier=hard")


def test_through_the_provider_on_another_site(visitor: Comes, provider: Provider) -> None:
    """The way back is a redirect from there: with the strict cookie alone one would end at the sign-in again."""
    one = visitor()
    one.page.goto(f"http://{one.host}/sign-in?next=/my_account")
    one.page.get_by_role("link", name="用单位统一登录").click()
    one.page.wait_for_url(re.compile("/my_account"))
    one.settle()
    one.says("您由单位统一登录进入")
    cookies = {cookie["name"]: cookie["sameSite"] for cookie in one.page.context.cookies()}
    assert cookies["qz_session"] == "Strict" and "qz_oidc" not in cookies
    assert provider.asked["client_id"] == CLIENT
    one.asked[:] = [url for url in one.asked if not url.startswith(provider.issuer)]
