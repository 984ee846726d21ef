"""The sign-in page, asked as a browser asks it: form token, cookie, where one is led, sign-out."""

import re
from collections.abc import Iterator

import httpx
import pytest

from analytics.records.accounts.sessions import WRONG, session_of_token, sign_out
from pages.server.liveness import COOKIE
from pages.server.sign_in import local_path
from tests.conftest import PASSWORD


@pytest.fixture
def browser(host: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{host}") as client:
        yield client


def form_token(page: httpx.Response) -> str:
    found = re.search(r'name="form" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


def submit(browser: httpx.Client, password: str = PASSWORD, wanted: str = "/", **headers: str) -> httpx.Response:
    token = form_token(browser.get("/sign-in", params={"next": wanted}))
    fields = {"name": "training", "password": password, "form": token, "next": wanted}
    return browser.post("/sign-in", data=fields, headers=headers)


def test_signing_in_sets_a_strict_cookie_and_leads_on(browser: httpx.Client) -> None:
    answer = submit(browser, wanted="/jobs?state=done")
    assert (answer.status_code, answer.headers["location"]) == (303, "/jobs?state=done")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(COOKIE))
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "Path=/" in cookie
    assert session_of_token(browser.cookies[COOKIE]) is not None
    assert browser.get("/sign-in?next=/jobs").headers["location"] == "/jobs"


def test_a_wrong_password_says_one_sentence_and_sets_nothing(browser: httpx.Client) -> None:
    answer = submit(browser, "wrong-password")
    assert answer.status_code == 401 and WRONG in answer.text and COOKIE not in browser.cookies
    assert "wrong-password" not in answer.text


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_form_that_is_not_ours_is_refused(browser: httpx.Client, token: str) -> None:
    browser.get("/sign-in")
    answer = browser.post("/sign-in", data={"name": "training", "password": PASSWORD, "form": token})
    assert answer.status_code == 403 and COOKIE not in browser.cookies


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null"])
def test_a_form_on_another_site_is_refused(browser: httpx.Client, origin: str) -> None:
    assert submit(browser, Origin=origin).status_code == 403 and COOKIE not in browser.cookies


def test_a_form_of_this_site_is_taken(browser: httpx.Client, host: str) -> None:
    assert submit(browser, Origin=f"http://{host}").status_code == 303


def test_signing_in_again_ends_the_session_before(browser: httpx.Client) -> None:
    submit(browser)
    before, page = browser.cookies[COOKIE], httpx.get(f"{browser.base_url}/sign-in")
    fields = {"name": "training", "password": PASSWORD, "form": form_token(page), "next": "/"}
    for name, value in page.cookies.items():
        browser.cookies.set(name, value)
    assert browser.post("/sign-in", data=fields).status_code == 303
    assert session_of_token(before) is None and browser.cookies[COOKIE] != before


def test_signing_out_ends_the_session_and_the_cookie(browser: httpx.Client) -> None:
    submit(browser)
    token = browser.cookies[COOKIE]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    assert session_of_token(token) is None and COOKIE not in browser.cookies
    assert browser.get("/jobs").headers["location"].startswith("/sign-in")


def test_the_sign_in_shows_at_once_when_a_page_ended_the_session(browser: httpx.Client) -> None:
    """The gate may still hold the session for alive; the form must not send one back in circles."""
    submit(browser)
    live = session_of_token(browser.cookies[COOKIE])
    assert live is not None and browser.get("/geo/world.json").status_code == 200
    sign_out(live.id)
    assert browser.get("/sign-in").status_code == 200


def test_another_site_signs_nobody_out(browser: httpx.Client) -> None:
    submit(browser)
    assert browser.post("/sign-out", headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert session_of_token(browser.cookies[COOKIE]) is not None


def test_what_was_typed_is_escaped(browser: httpx.Client) -> None:
    token = form_token(browser.get("/sign-in"))
    fields = {"name": '"><script>alert(1)</script>', "password": "x", "form": token, "next": '/"><b>'}
    page = browser.post("/sign-in", data=fields).text
    assert "<script>" not in page and "<b>" not in page


def test_the_page_is_in_chinese_and_says_training(browser: httpx.Client) -> None:
    page = browser.get("/sign-in", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).text
    assert '<html lang="zh-CN">' in page and "培训模式" in page and "内部资料 严禁外传" in page
    assert browser.get("/assets/sign_in.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("wanted", ["/", "/jobs", "/suspects?tier=hard&page=2", "/drilldown?township=3#x"])
def test_pages_of_this_server_are_gone_to(wanted: str) -> None:
    assert local_path(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    ["", "jobs", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "javascript:alert(1)",
     "/\tx", "/a\r\nSet-Cookie: x", "/sign-out", "/export/abc", "///evil.example"],
)  # fmt: skip
def test_nowhere_else(wanted: str) -> None:
    assert local_path(wanted) == "/"


def test_training_offers_its_roles_and_real_use_does_not(host: str) -> None:
    with httpx.Client(base_url=f"http://{host}") as client:
        shown = client.get("/sign-in", params={"as": "inspector"}).text
    assert 'value="inspector"' in shown and "承办人" in shown and "/sign-in?as=security_admin" in shown
