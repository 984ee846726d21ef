"""Sign-in by a provider, against one that really runs: the good way, and each way it can go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts.accounts import disable_account
from analytics.records.accounts.models import Account
from analytics.records.accounts.sessions import live_session, session_of_token
from analytics.records.db import reading
from analytics.settings import ROOT
from analytics.viewer import Scope, Viewer
from pages.server import cookies, oidc_route, sign_in
from tests.support.provider import CLIENT, SECRET, TWISTED, Provider, providing
from tests.support.small_store import small_store

MAPPING = (ROOT / "docs" / "oidc.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
WANG = {"sub": "4711", "preferred_username": "Wang.Jing", "groups": ["qz-analysts", "canteen"]}
TOWN = {"sub": "4712", "preferred_username": "zhao", "groups": ["qz-townships"], "township": "T2"}


@pytest.fixture(scope="module")
def running() -> Iterator[Provider]:
    with providing() as one:
        yield one


@pytest.fixture
def provider(running: Provider, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Provider:
    """The provider in good order, and this installation set up for it as docs/oidc.md shows."""
    running.person, running.twist = dict(WANG), ""
    claims = tmp_path / "claims.toml"
    claims.write_text(MAPPING, "utf-8")
    settings = {"ISSUER": running.issuer, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "CLAIMS": str(claims)}
    for name, value in settings.items():
        monkeypatch.setenv(f"QINGZHANG_OIDC_{name}", value)
    return running


@pytest.fixture
def browser(provider: Provider) -> Iterator[TestClient]:
    """A browser on our routes; what it asks of the provider goes over the network."""
    routes = [
        Route("/sign-in", sign_in.show),
        Route("/sign-in/oidc", oidc_route.start),
        Route("/sign-in/oidc/callback", oidc_route.callback),
    ]
    with TestClient(Starlette(routes=routes), base_url="http://127.0.0.1:8501", follow_redirects=False) as client:
        client.headers["Accept-Language"] = "zh-CN"
        yield client


def back(browser: TestClient, wanted: str = "/jobs?state=done") -> str:
    """Start here, be signed in there; the address the provider sends one back to."""
    there = browser.get("/sign-in/oidc", params={"next": wanted})
    assert there.status_code == 303, there.text
    return str(httpx.get(there.headers["location"]).headers["location"])


def enter(browser: TestClient, wanted: str = "/jobs?state=done") -> httpx.Response:
    return browser.get(back(browser, wanted))


def nobody_is_in(browser: TestClient) -> bool:
    return not any(cookies.SESSION in name for name in browser.cookies)


def account(name: str) -> Account | None:
    with reading() as tx:
        return tx.get(Account, name)


def test_the_good_way(browser: TestClient, provider: Provider) -> None:
    page = enter(browser)
    assert page.status_code == 200 and 'content="0; url=/jobs?state=done"' in page.text
    live = session_of_token(browser.cookies[cookies.SESSION])
    assert live is not None and live.viewer == Viewer("oidc:wang.jing", "analyst", Scope())
    assert '"by": "oidc"' in audit.lines("sign_in")[0].detail
    made = account("oidc:wang.jing")
    assert made is not None and made.password_hash == "" and "4711" not in (made.oidc_subject or "")


def test_what_is_asked_of_the_provider(browser: TestClient, provider: Provider) -> None:
    answer = browser.get("/sign-in/oidc")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://127.0.0.1:8501/sign-in/oidc/callback"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 20
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Path=/sign-in/oidc" in cookie
    assert "Max-Age=600" in cookie and asked["state"] not in cookie and asked["nonce"] not in cookie


def test_the_session_cookie_is_strict_and_the_state_is_forgotten(browser: TestClient, provider: Provider) -> None:
    set_cookies = enter(browser).headers.get_list("set-cookie")
    session = next(line for line in set_cookies if line.startswith(cookies.SESSION))
    assert "SameSite=strict" in session and "HttpOnly" in session
    assert any(line.startswith(f'{cookies.PROVIDER}=""') and "Max-Age=0" in line for line in set_cookies)


def test_behind_tls(browser: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_TLS", "true")
    answer = browser.get("/sign-in/oidc")
    assert answer.headers["set-cookie"].startswith(f"__Secure-{cookies.PROVIDER}=")
    assert "Secure" in answer.headers["set-cookie"]
    redirect = parse_qs(urlsplit(answer.headers["location"]).query)["redirect_uri"][0]
    assert redirect == "https://127.0.0.1:8501/sign-in/oidc/callback"


BROKEN = [*TWISTED, "expired", "signature", "unsigned", "signed with the secret", "no id token"]


@pytest.mark.parametrize("twist", BROKEN)
def test_an_answer_that_does_not_hold(browser: TestClient, provider: Provider, twist: str) -> None:
    provider.twist = twist
    page = enter(browser)
    assert page.status_code == 401 and oidc_route.INVALID in page.text
    assert nobody_is_in(browser) and account("oidc:wang.jing") is None


@pytest.mark.parametrize("twist", ["other issuer", "keys in clear"])
def test_a_provider_that_is_not_the_one_set_up(browser: TestClient, provider: Provider, twist: str) -> None:
    provider.twist = twist
    page = browser.get("/sign-in/oidc")
    assert page.status_code == 401 and oidc_route.INVALID in page.text


def test_wrong_state(browser: TestClient, provider: Provider) -> None:
    provider.twist = "state"
    page = enter(browser)
    assert page.status_code == 401 and oidc_route.STATE_GONE in page.text and nobody_is_in(browser)


def test_cancelled(browser: TestClient, provider: Provider) -> None:
    provider.twist = "cancelled"
    page = enter(browser)
    assert oidc_route.CANCELLED in page.text and 'value="/jobs?state=done"' in page.text and nobody_is_in(browser)


def test_anothers_answer_is_not_taken(browser: TestClient, provider: Provider) -> None:
    """Login CSRF: a link that ends somebody else's sign-in, opened in this browser."""
    theirs = back(browser)
    browser.cookies.clear()
    assert oidc_route.STATE_GONE in browser.get(theirs).text and nobody_is_in(browser)
    browser.get("/sign-in/oidc")
    assert oidc_route.STATE_GONE in browser.get(theirs).text and nobody_is_in(browser)


def test_the_same_answer_twice(browser: TestClient, provider: Provider) -> None:
    address = back(browser)
    kept = browser.cookies[cookies.PROVIDER]
    assert browser.get(address).status_code == 200
    browser.cookies.clear()
    browser.cookies.set(cookies.PROVIDER, kept, domain="127.0.0.1", path="/sign-in/oidc")
    assert oidc_route.INVALID in browser.get(address).text and nobody_is_in(browser)


@pytest.mark.parametrize("changed", ["", "made-up", "AAAA" * 20])
def test_a_forged_state_cookie(browser: TestClient, provider: Provider, changed: str) -> None:
    address = back(browser)
    browser.cookies.clear()
    browser.cookies.set(cookies.PROVIDER, changed, domain="127.0.0.1", path="/sign-in/oidc")
    assert oidc_route.STATE_GONE in browser.get(address).text and nobody_is_in(browser)


def test_the_state_goes_stale(browser: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc_route, "STATE_SECONDS", 0)
    assert oidc_route.STATE_GONE in enter(browser).text and nobody_is_in(browser)


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example/x", "/\\evil.example", "/sign-out"])
def test_one_is_led_nowhere_else(browser: TestClient, provider: Provider, wanted: str) -> None:
    page = enter(browser, wanted)
    assert page.status_code == 200 and 'content="0; url=/"' in page.text and "evil" not in page.text


def test_a_provider_that_is_ill(browser: TestClient, provider: Provider) -> None:
    provider.twist = "ill"
    page = browser.get("/sign-in/oidc?next=/jobs")
    assert page.status_code == 502 and oidc_route.DOWN in page.text and 'value="/jobs"' in page.text


def test_a_provider_that_falls_ill_on_the_way(browser: TestClient, provider: Provider) -> None:
    address = back(browser)
    provider.twist = "ill"
    page = browser.get(address)
    assert page.status_code == 502 and oidc_route.DOWN in page.text and nobody_is_in(browser)


def test_a_provider_that_is_away(browser: TestClient, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_OIDC_ISSUER", "http://127.0.0.1:9")
    page = browser.get("/sign-in/oidc")
    assert page.status_code == 502 and oidc_route.DOWN in page.text


def test_nothing_is_logged_of_what_the_provider_sent(
    browser: TestClient, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.twist = "signature"
    address = back(browser)
    browser.get(address)
    code = parse_qs(urlsplit(address).query)["code"][0]
    ours = [record.getMessage() for record in caplog.records if record.name == oidc_route.__name__]
    assert ours and not any(code in line or "4711" in line for line in ours)


def test_a_group_that_is_not_in_the_mapping(browser: TestClient, provider: Provider) -> None:
    provider.person["groups"] = ["canteen"]
    page = enter(browser)
    assert page.status_code == 401 and "没有对应的角色" in page.text
    assert nobody_is_in(browser) and account("oidc:wang.jing") is None


def test_a_scope_by_a_claim(browser: TestClient, provider: Provider, store: Path) -> None:
    small_store(store)
    provider.person = dict(TOWN)
    assert enter(browser).status_code == 200
    live = session_of_token(browser.cookies[cookies.SESSION])
    assert live is not None and live.viewer.role == "township_inspector"
    assert live.viewer.scope == Scope(townships=frozenset({2}))


@pytest.mark.parametrize("township", ["T99", ["T2", "T99"]])
def test_a_township_removed_from_the_map(
    browser: TestClient, provider: Provider, store: Path, township: object
) -> None:
    small_store(store)
    provider.person = TOWN | {"township": township}
    assert oidc_route.MISSING_UNIT in enter(browser).text and nobody_is_in(browser)


def test_a_scope_claim_that_is_missing_limits_to_nothing(browser: TestClient, provider: Provider) -> None:
    provider.person = {name: value for name, value in TOWN.items() if name != "township"}
    enter(browser)
    live = session_of_token(browser.cookies[cookies.SESSION])
    assert live is not None and live.viewer.scope == Scope(townships=frozenset())


def test_a_changed_role_ends_what_was_open(browser: TestClient, provider: Provider) -> None:
    enter(browser)
    old = session_of_token(browser.cookies[cookies.SESSION])
    browser.cookies.clear()
    enter(browser)
    assert old is not None and live_session(old.id), "the same claims end nothing"
    provider.person["groups"] = ["qz-inspectors"]
    browser.cookies.clear()
    enter(browser)
    new = session_of_token(browser.cookies[cookies.SESSION])
    assert new is not None and new.viewer.role == "inspector" and live_session(old.id) is None
    detail = audit.lines("account.claims")[0].detail
    assert '"old_role": "analyst"' in detail and '"role": "inspector"' in detail


def test_who_leaves_the_groups_loses_the_role(browser: TestClient, provider: Provider) -> None:
    enter(browser)
    old = session_of_token(browser.cookies[cookies.SESSION])
    provider.person["groups"] = []
    browser.cookies.clear()
    assert "没有对应的角色" in enter(browser).text
    left = account("oidc:wang.jing")
    assert old is not None and live_session(old.id) is None and left is not None and left.role == ""


def test_a_name_belongs_to_one_person(browser: TestClient, provider: Provider) -> None:
    """The provider gave the name to somebody else: the account does not go with it."""
    enter(browser)
    provider.person["sub"] = "9999"
    browser.cookies.clear()
    assert "已属于另一人" in enter(browser).text and nobody_is_in(browser)


def test_a_person_keeps_the_account_under_a_new_name(browser: TestClient, provider: Provider) -> None:
    enter(browser)
    provider.person["preferred_username"] = "wang.jing2"
    browser.cookies.clear()
    enter(browser)
    live = session_of_token(browser.cookies[cookies.SESSION])
    assert live is not None and live.viewer.account == "oidc:wang.jing"


@pytest.mark.parametrize("called", [None, "", "x" * 90, "a\nb"])
def test_names_that_cannot_be(browser: TestClient, provider: Provider, called: object) -> None:
    provider.person["preferred_username"] = called
    assert "账号名为空、过长" in enter(browser).text and nobody_is_in(browser)


def test_a_shut_account_stays_out(browser: TestClient, provider: Provider) -> None:
    enter(browser)
    disable_account(operator(), "oidc:wang.jing", "调离")
    browser.cookies.clear()
    assert enter(browser).status_code == 401 and nobody_is_in(browser)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("", "角色对照文件缺失或有误"),
        ("grant = 3", "角色对照文件缺失或有误"),
        ('[[grant]]\nclaim = "groups"\nhas = "canteen"\nrole = "analyst"\ntownship = ["T1"]', "角色对照文件缺失或有误"),
        ('[[grant]]\nclaim = "groups"\nhas = "canteen"\nrole = "operator"', "这里没有"),
        ('[[grant]]\nclaim = "groups"\nhas = "canteen"\nrole = "emperor"', "这里没有"),
    ],
)
def test_a_mapping_that_cannot_be(browser: TestClient, provider: Provider, mapping: str, said: str) -> None:
    address = back(browser)
    claims = oidc_route.settings().oidc_claims
    assert claims is not None
    claims.write_text(mapping, "utf-8")
    assert said in browser.get(address).text and nobody_is_in(browser)


def test_without_a_provider_nothing_is_offered(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/sign-in/oidc?next=%2Fjobs" in browser.get("/sign-in?next=/jobs").text
    monkeypatch.delenv("QINGZHANG_OIDC_ISSUER")
    assert "/sign-in/oidc" not in browser.get("/sign-in?next=/jobs").text
    assert "没有设置统一登录" in browser.get("/sign-in/oidc").text
