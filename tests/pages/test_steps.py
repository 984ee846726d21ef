"""The plain forms as a browser meets them: what half a session reaches, CSRF, cookies behind TLS, where one goes on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pyotp
import pytest
from starlette.testclient import TestClient

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import session_of_token, sign_in, sign_out, standing
from pages.server import cookies, forms, steps
from tests.conftest import PASSWORD
from tests.pages.inside import browsing, error, passes, send, sign_in_as, token

NEW = "two-apples-and-one-goat"
FORMS = ("/password", "/code", "/two-step")


@pytest.fixture
def browser(store: Path) -> Iterator[TestClient]:
    create_account(operator(), "training", PASSWORD, role="training", must_change=False)
    create_account(operator(), "li", PASSWORD, role="training")
    with browsing() as client:
        yield client


def secret_of(page: str) -> str:
    found = re.search(r'<p class="secret">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return "".join(re.findall(r"<span>(\w+)</span>", found[1]))


def turn_on(browser: TestClient) -> tuple[str, list[str]]:
    """The second step, set up through the forms: the secret and the recovery codes."""
    secret = secret_of((page := send(browser, "/two-step", act="begin", password=PASSWORD)).text)
    fields = {"form": token(page), "act": "on", "code": pyotp.TOTP(secret).now(), "next": "/jobs"}
    shown = browser.post("/two-step", data=fields)
    return secret, re.findall(r"<li>([\w-]+)</li>", shown.text)


def later(secret: str, steps_on: int = 1) -> str:
    return pyotp.TOTP(secret).at(time.time() + 30 * steps_on)


def test_the_whole_way_in(browser: TestClient) -> None:
    answer = sign_in_as(browser, "training")
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs") and passes(browser)


def test_a_first_password_is_changed_before_anything_else(browser: TestClient) -> None:
    answer = sign_in_as(browser, "li", wanted="/suspects?tier=hard")
    assert answer.headers["location"] == "/password?next=%2Fsuspects%3Ftier%3Dhard"
    assert not passes(browser)
    assert browser.get("/jobs").headers["location"] == "/sign-in?next=%2Fjobs"
    assert browser.get("/sign-in?next=/jobs").headers["location"] == "/password?next=%2Fjobs"
    page = browser.get(answer.headers["location"])
    assert "初始密码" in page.text and "/sign-out" in page.text
    done = send(browser, answer.headers["location"], password=PASSWORD, new=NEW, again=NEW, next="/suspects?tier=hard")
    assert (done.status_code, done.headers["location"]) == (303, "/suspects?tier=hard") and passes(browser)


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_step_leads_to_the_own_one(browser: TestClient, path: str) -> None:
    sign_in_as(browser, "li")
    answer = browser.get(path)
    assert answer.status_code == 200 if path == "/password" else answer.headers["location"] == "/password"
    posted = browser.post(path, data={"code": "123456", "act": "begin", "password": PASSWORD})
    assert posted.status_code in (303, 403) and not passes(browser)


@pytest.mark.parametrize("path", FORMS)
def test_signed_out_every_form_leads_to_the_sign_in(browser: TestClient, path: str) -> None:
    for method, cookie in product(("GET", "POST"), ("", "made-up")):
        headers = {"Cookie": f"{cookies.SESSION}={cookie}"} if cookie else {}
        answer = browser.request(method, path, headers=headers)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"password": PASSWORD, "new": NEW, "again": NEW + "x"}, steps.UNEQUAL),
        ({"password": "wrong-password", "new": NEW, "again": NEW}, "现在的密码不对"),
        ({"password": PASSWORD, "new": "password1234", "again": "password1234"}, "常见的密码"),
        ({"password": PASSWORD, "new": "short", "again": "short"}, "至少要有 12"),
        ({}, "现在的密码不对"),
    ],
)
def test_a_password_that_is_not_changed_says_why(browser: TestClient, fields: dict[str, str], said: str) -> None:
    sign_in_as(browser, "training")
    page = send(browser, "/password", next="/my_account", **fields)
    assert page.status_code == 400 and said in error(page) and 'value="/my_account"' in page.text
    assert not any(value in page.text for value in (PASSWORD, NEW)) and passes(browser)


def test_changing_it_ends_the_others_and_keeps_this_browser_in(browser: TestClient) -> None:
    other = sign_in("training", PASSWORD)
    sign_in_as(browser, "training")
    before = browser.cookies[cookies.SESSION]
    assert send(browser, "/password", password=PASSWORD, new=NEW, again=NEW, next="/my_account").status_code == 303
    assert passes(browser) and session_of_token(before) is None and session_of_token(other.token) is None


def test_on_with_the_picture_and_the_codes_then_in_with_both(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    page = send(browser, "/two-step", act="begin", password=PASSWORD)
    assert "<svg" in page.text and len(secret_of(page.text)) == 32
    wrong = browser.post("/two-step", data={"form": token(page), "act": "on", "code": "000000"})
    assert wrong.status_code == 400 and secret_of(wrong.text) == secret_of(page.text), "the same picture again"
    secret, codes = turn_on(browser)
    assert len(codes) == 10 and passes(browser)
    with browsing() as elsewhere:
        answer = sign_in_as(elsewhere, "training", wanted="/suspects")
        assert answer.headers["location"] == "/code?next=%2Fsuspects" and not passes(elsewhere)
        refused = send(elsewhere, "/code?next=/suspects", code="000000", next="/suspects")
        assert refused.status_code == 400 and "验证码不对" in error(refused) and not passes(elsewhere)
        done = send(elsewhere, "/code?next=/suspects", code=later(secret), next="/suspects")
        assert done.headers["location"] == "/suspects" and passes(elsewhere)
        elsewhere.cookies.clear()
        again = sign_in_as(elsewhere, "training")
        assert again.headers["location"] == "/code?next=%2Fjobs", "a second sign-in takes a second code"
        assert send(elsewhere, "/code", code=codes[0]).status_code == 303 and passes(elsewhere)


def test_half_a_session_of_the_code_reaches_neither_password_nor_off(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    turn_on(browser)
    with browsing() as elsewhere:
        sign_in_as(elsewhere, "training")
        mine = token(elsewhere.get("/code"))
        for path in ("/password", "/two-step"):
            fields = {"form": mine, "password": PASSWORD, "new": NEW, "again": NEW, "act": "off"}
            assert elsewhere.post(path, data=fields).headers["location"] == "/code"
    assert sign_in("training", PASSWORD).stage == "code"


def test_off_and_new_codes_take_the_password(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    _secret, old = turn_on(browser)
    assert send(browser, "/two-step", act="off", password="wrong-password").status_code == 400
    renewed = send(browser, "/two-step", act="codes", password=PASSWORD)
    assert len(set(re.findall(r"<li>([\w-]+)</li>", renewed.text)) - set(old)) == 10
    assert send(browser, "/two-step", act="off", password=PASSWORD, next="/my_account").status_code == 303
    assert sign_in("training", PASSWORD).stage == "full"
    assert send(browser, "/two-step", act="explode", password=PASSWORD).status_code == 400


def test_where_it_is_demanded_the_office_leads_there(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_TOTP_REQUIRED", "true")
    assert sign_in_as(browser, "training").headers["location"] == "/two-step?next=%2Fjobs"
    assert "本单位要求" in browser.get("/two-step").text and not passes(browser)
    turn_on(browser)
    assert passes(browser) and "关闭" not in browser.get("/two-step").text


@pytest.mark.parametrize("path", ["/password", "/two-step"])
def test_a_form_that_is_not_ours_does_nothing(browser: TestClient, path: str) -> None:
    sign_in_as(browser, "training")
    browser.get(path)
    for forged in ("", "made-up", "0" * 64):
        fields = {"form": forged, "password": PASSWORD, "new": NEW, "again": NEW, "act": "begin"}
        page = browser.post(path, data=fields)
        assert page.status_code == 403 and forms.STALE in error(page)
    assert sign_in("training", PASSWORD).stage == "full" and standing(browser.cookies[cookies.SESSION])


def test_a_form_token_is_of_this_session(browser: TestClient) -> None:
    """Somebody plants a form cookie of their own in this browser: their token still does not fit its session."""
    sign_in_as(browser, "training")
    with browsing() as theirs:
        sign_in_as(theirs, "training")
        planted = token(theirs.get("/password"))
        browser.cookies.set(cookies.FORM, theirs.cookies[cookies.FORM], domain="office.example", path="/")
    page = browser.post("/password", data={"form": planted, "password": PASSWORD, "new": NEW, "again": NEW})
    assert page.status_code == 403 and session_of_token(sign_in("training", PASSWORD).token)


FOREIGN = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"},
           {"Sec-Fetch-Site": "same-site"}]  # fmt: skip


@pytest.mark.parametrize("path", ["/sign-in", *FORMS, "/sign-out"])
def test_a_form_on_another_site_does_nothing(browser: TestClient, path: str) -> None:
    if path != "/sign-in":
        sign_in_as(browser, "training")
    if path == "/code":
        turn_on(browser)
        browser.cookies.clear()
        sign_in_as(browser, "training")
    mine = token(browser.get(path)) if path != "/sign-out" else ""
    fields = {"form": mine, "name": "training", "password": PASSWORD, "new": NEW, "again": NEW, "act": "begin"}
    for headers in FOREIGN:
        assert browser.post(path, data=fields, headers=headers).status_code == 403


def test_two_tabs_do_not_make_each_other_stale(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    first, _second = token(browser.get("/password")), browser.get("/two-step")
    answer = browser.post("/password", data={"form": first, "password": PASSWORD, "new": NEW, "again": NEW})
    assert answer.status_code == 303


def test_what_is_no_form_is_none(browser: TestClient) -> None:
    for body in (b"x" * 20_000, b"&".join(b"a%d=1" % n for n in range(50)), b"\xff\xfe=%ff"):
        answer = browser.post("/sign-in", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
        assert answer.status_code == 403


def test_the_forms_lead_nowhere_else(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    abroad = ("//evil.example", "https://evil.example", "/\\evil.example", "/code", "/sign-out")
    for path, wanted in product(("/password", "/two-step"), abroad):
        assert 'name="next" value="/"' in browser.get(path, params={"next": wanted}).text


def test_an_expired_page_is_come_back_to(browser: TestClient) -> None:
    """The notice of a page that turned links to the sign-in; the browser says which page that was."""
    page = browser.get("/sign-in", headers={"Referer": "http://office.example/suspects?tier=hard"})
    assert 'name="next" value="/suspects?tier=hard"' in page.text
    for foreign in ("http://evil.example/suspects", "http://office.example/sign-in?next=/x", "rubbish"):
        assert 'name="next" value="/"' in browser.get("/sign-in", headers={"Referer": foreign}).text


def test_a_session_that_ended_leads_from_the_form_to_the_sign_in_and_back(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    live = session_of_token(browser.cookies[cookies.SESSION])
    assert live is not None
    sign_out(live.id)
    answer = browser.post("/two-step", data={"act": "begin"})
    assert answer.headers["location"] == "/sign-in?next=%2Ftwo-step"
    assert sign_in_as(browser, "training", wanted="/two-step").headers["location"] == "/two-step"


def test_nothing_of_the_forms_is_kept_by_the_browser(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    for path in ("/password", "/two-step"):
        assert browser.get(path).headers["cache-control"] == "no-store"
    assert send(browser, "/two-step", act="begin", password=PASSWORD).headers["cache-control"] == "no-store"


def test_cookies_in_the_clear_on_loopback(browser: TestClient) -> None:
    answer = sign_in_as(browser, "training")
    lines = answer.headers.get_list("set-cookie")
    assert {line.split("=")[0] for line in lines} == {cookies.SESSION, cookies.DEVICE}
    assert all("HttpOnly" in line and "SameSite=strict" in line and "Secure" not in line for line in lines)


def test_cookies_behind_tls(browser: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_TLS", "true")
    with browsing("https") as office:
        lines = sign_in_as(office, "training").headers.get_list("set-cookie")
        assert len(lines) == 2
        for line in lines:
            assert line.startswith("__Host-") and "Secure" in line and "Path=/;" in line and "Domain" not in line
        assert passes(office)
        token_behind = office.cookies[f"__Host-{cookies.SESSION}"]
        office.cookies.clear()
        office.cookies.set(cookies.SESSION, token_behind, domain="office.example", path="/")
        assert not passes(office), "the plain name opens nothing behind TLS"


def test_no_header_makes_us_believe_in_tls(browser: TestClient) -> None:
    page = browser.get("/sign-in", headers={"X-Forwarded-Proto": "https", "Forwarded": "proto=https"})
    assert page.headers["set-cookie"].startswith(f"{cookies.FORM}=") and "Secure" not in page.headers["set-cookie"]


def test_the_host_name_tells_faces_apart_by_prefix_only_behind_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cookies.name_of(cookies.PROVIDER, "/sign-in/oidc") == cookies.PROVIDER
    monkeypatch.setenv("QINGZHANG_TLS", "true")
    assert cookies.name_of(cookies.PROVIDER, "/sign-in/oidc") == f"__Secure-{cookies.PROVIDER}"
    assert cookies.name_of(cookies.SESSION) == f"__Host-{cookies.SESSION}"


def test_signing_out_from_half_way(browser: TestClient) -> None:
    sign_in_as(browser, "li")
    half = browser.cookies[cookies.SESSION]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert standing(half) is None and cookies.SESSION not in browser.cookies


def test_what_is_typed_is_escaped(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    script = '"><script>alert(1)</script>'
    assert "<script>" not in browser.get("/password", params={"next": f"/x{script}"}).text
    assert "<script>" not in send(browser, "/two-step", act=script, next=f"/x{script}").text


def test_english_for_who_asks_for_it(browser: TestClient) -> None:
    sign_in_as(browser, "training")
    page = browser.get("/password", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="en">' in page and "Change password" in page
