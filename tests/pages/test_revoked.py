"""Everything a raw client may try once its session has ended, or was never whole: nothing runs, nothing is told.

Each attack is first made with the session alive and works: so it is the gate that stops it.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import httpx
import pyotp
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from analytics.export import File, Head, Order
from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts import accounts, grants, own, totp
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.models import LiveSession
from analytics.records.accounts.sessions import NewSession, live_session, revoke_all, sign_in, sign_out, standing
from analytics.records.db import reading, transaction
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import issue_export
from analytics.records.job_rows import JobRow
from analytics.viewer import Scope
from pages.server.liveness import CACHE_SECONDS, COOKIE
from tests.conftest import PASSWORD
from tests.pages.conftest import Opens
from tests.pages.served import Tab, button, fragments, press, texts
from tests.pages.test_gate import cancelled, get, open_job

SIGNED_OUT, INSIDE = "请登录", "退出登录"
Ends = Callable[[NewSession], object]


@pytest.fixture
def session(host: str) -> NewSession:
    """A person of their own for each test, as some of these change the account."""
    name = f"p{time.monotonic_ns()}"
    create_account(operator(), name, PASSWORD, role="training", must_change=False)
    return sign_in(name, PASSWORD)


def held(session: NewSession) -> LiveSession:
    found = standing(session.token)
    assert found is not None
    return found


def name_of(session: NewSession) -> str:
    return held(session).viewer.account


# Each way a session ends or changes its rights, in the services that do it.
ENDS: dict[str, Ends] = {
    "signed out": lambda s: sign_out(s.id),
    "ended by an administrator": lambda s: revoke_all(operator(), name_of(s), "电脑遗失"),
    "ended by the person elsewhere": lambda s: own.end_session(held(s).viewer, s.id),
    "signed out everywhere": lambda s: own.end_sessions(held(s).viewer),
    "another role": lambda s: grants.grant(operator(), name_of(s), "auditor", Scope(), "调岗"),
    "another scope": lambda s: grants.grant(
        operator(), name_of(s), "training", Scope(townships=frozenset({1})), "调岗"
    ),
    "account shut": lambda s: accounts.disable_account(operator(), name_of(s), "调离"),
    "password reset": lambda s: accounts.reset_password(operator(), name_of(s), "遗忘"),
    "password changed elsewhere": lambda s: own.change_password(
        held(sign_in(name_of(s), PASSWORD)), PASSWORD, "two-apples-and-one-goat"
    ),
    "password changed in it": lambda s: own.change_password(held(s), PASSWORD, "two-apples-and-one-goat"),
}


def end(how: str, session: NewSession) -> None:
    ENDS[how](session)
    time.sleep(CACHE_SECONDS + 0.1)


@pytest.mark.parametrize("how", ENDS)
def test_whatever_ends_a_session_stops_its_pages(tab: Opens, session: NewSession, how: str) -> None:
    """A callback and a timer's fragment, over the socket that was open before."""
    me, page = held(session).viewer, tab(session.token)
    mine = open_job_of(session)
    drawn = page.open_page("jobs")
    found = button(drawn, "取消")
    assert INSIDE in texts(drawn)
    end(how, session)
    page.quiet()
    pressed = page.tell(press(found))
    assert SIGNED_OUT in texts(pressed) and not tells_of_the_inside(pressed)
    assert not cancelled(mine, me)
    for fragment in fragments(drawn):
        turned = page.tell(timer(fragment))
        assert SIGNED_OUT in texts(turned) and not tells_of_the_inside(turned)


def test_a_timer_draws_its_fragment_while_the_session_lives(tab: Opens, session: NewSession) -> None:
    """The control: a timer's frame runs the fragment alone."""
    open_job_of(session)
    page = tab(session.token)
    found = button(page.open_page("jobs"), "取消")
    assert "取消" in texts(page.tell(timer(found[1])))


@pytest.mark.parametrize("page_name", ["", "jobs", "suspects", "my_account", "accounts"])
def test_no_page_is_drawn_any_more(tab: Opens, session: NewSession, page_name: str) -> None:
    page = tab(session.token)
    assert INSIDE in texts(page.open_page(page_name))
    end("signed out", session)
    after = page.open_page(page_name)
    assert SIGNED_OUT in texts(after) and not tells_of_the_inside(after)


def test_no_address_to_upload_to_and_no_rows_of_a_table(tab: Opens, session: NewSession) -> None:
    page = tab(session.token)
    page.open_page()
    assert any(answer.WhichOneof("type") == "file_urls_response" for answer in page.tell(ask_to_upload, wait=2))
    end("signed out", session)
    page.quiet()
    for ask in (ask_to_upload, ask_for_rows, stop, keep_alive):
        assert page.tell(ask, wait=1) == []


def test_an_upload_is_taken_while_the_session_lives_and_not_after(host: str, tab: Opens, session: NewSession) -> None:
    page = tab(session.token)
    page.open_page("intake")
    answers = page.tell(ask_to_upload, wait=2)
    asked = next(answer for answer in answers if answer.WhichOneof("type") == "file_urls_response")
    address = asked.file_urls_response.file_urls[0].upload_url
    assert put(host, address, session.token) == 204
    assert put(host, address, "made-up") == put(host, address, session.id) == 401
    end("signed out", session)
    assert put(host, address, session.token) == 401
    assert put(host, address, session.token, "DELETE") == 401


def test_an_export_asked_for_before_is_not_handed_out_after(host: str, session: NewSession) -> None:
    viewer = held(session).viewer
    order = Order("a.csv", "text/csv", Head(viewer, "全部", ""), lambda _head: File(b"a,b\n", 1))
    serials = [issue_export(viewer, session.id, order, "汇报").serial for _ in "12"]
    assert get(host, f"/export/{serials[0]}", session.token).content == b"a,b\n"
    name = name_of(session)
    end("signed out", session)
    again, other = sign_in(name, PASSWORD), sign_in("training", PASSWORD)
    for cookie, status in ((session.token, 401), (other.token, 410), (again.token, 410)):
        answer = get(host, f"/export/{serials[1]}", cookie)
        assert answer.status_code == status and b"a,b" not in answer.content
    with reading() as tx:
        assert tx.get_one(ExportTicket, serials[1]).served_at is None


@pytest.mark.parametrize("path", ["/media/a.png", "/geo/world.json", "/jobs", "/export/abc", "/"])
def test_nothing_answers_over_http(host: str, session: NewSession, path: str) -> None:
    assert get(host, path, session.token).status_code not in (303, 401)
    end("signed out", session)
    answer = get(host, path, session.token)
    assert answer.status_code in (303, 401) and len(answer.content) < 100


def test_another_accounts_socket_does_not_resume_it(tab: Opens, session: NewSession) -> None:
    page = tab(session.token)
    page.open_page("jobs")
    other = sign_in("training", PASSWORD)
    intruder = tab(other.token, resume=page.streamlit_session)
    shown = intruder.open_page()
    assert intruder.streamlit_session != page.streamlit_session
    assert name_of(session) not in texts(shown) and "training" in texts(shown)


def test_its_own_new_sign_in_does_not_resume_it(host: str, tab: Opens, session: NewSession) -> None:
    """What was loaded under the ended session stays behind."""
    with Tab(host, session.token) as page:
        page.open_page("jobs")
    name = name_of(session)
    end("signed out", session)
    for cookie in ("", session.token, sign_in(name, PASSWORD).token):
        again = tab(cookie, resume=page.streamlit_session)
        again.open_page()
        assert again.streamlit_session != page.streamlit_session


FORGED: dict[str, Callable[[NewSession], dict[str, str]]] = {
    "nothing": lambda _s: {},
    "a made-up cookie": lambda _s: {"cookie": "made-up"},
    "the id as cookie": lambda s: {"cookie": s.id},
    "the id in our header": lambda s: {"forged": s.id},
    "the token in our header": lambda s: {"forged": s.token},
    "the id in our header and a made-up cookie": lambda s: {"cookie": "made-up", "forged": s.id},
    "two cookies, the first made up": lambda s: {"cookie": f"made-up; {COOKIE}2={s.token}"},
}


@pytest.mark.parametrize("what", FORGED)
def test_what_is_forged_opens_nothing(tab: Opens, session: NewSession, what: str) -> None:
    page = tab(session.token)
    mine = open_job_of(session)
    found = button(page.open_page("jobs"), "取消")
    forger = tab(**FORGED[what](session))
    assert SIGNED_OUT in texts(forger.open_page("jobs"))
    assert not tells_of_the_inside(forger.tell(press(found)))
    assert not cancelled(mine, held(session).viewer) and live_session(session.id)


@pytest.mark.parametrize("owes", ["password", "code", "two_step"])
def test_half_a_session_opens_nothing(host: str, tab: Opens, session: NewSession, owes: str) -> None:
    """With the password alone: neither page, nor socket, nor upload, nor export."""
    half = half_way(session, owes)
    assert half.stage == owes
    page = tab(half.token)
    assert SIGNED_OUT in texts(page.open_page("jobs"))
    page.quiet()
    assert page.tell(ask_to_upload, wait=1) == []
    assert get(host, "/jobs", half.token).status_code == 303
    for path in ("/media/a.png", "/export/abc", "/geo/world.json"):
        assert get(host, path, half.token).status_code == 401


def half_way(session: NewSession, owes: str) -> NewSession:
    name = f"{owes}{time.monotonic_ns()}"
    create_account(operator(), name, PASSWORD, role="training", must_change=owes == "password")
    if owes == "code":
        first = held(sign_in(name, PASSWORD))
        totp.turn_on(first, pyotp.TOTP(totp.begin(first, PASSWORD).secret).now())
    with pytest.MonkeyPatch.context() as environment:
        if owes == "two_step":
            environment.setenv("QINGZHANG_TOTP_REQUIRED", "true")
        return sign_in(name, PASSWORD)


def test_the_log_says_who_ended_it(host: str, session: NewSession) -> None:
    name = name_of(session)
    own.end_session(held(session).viewer, session.id)
    line = audit.lines("session.end")[-1]
    assert (line.account, line.subject) == (name, session.id)


def open_job_of(session: NewSession) -> str:
    """A waiting job that this person asked for."""
    job_id = open_job()
    with transaction() as tx:
        tx.get_one(JobRow, job_id).asked_by = name_of(session)
    return job_id


def tells_of_the_inside(answers: list[ForwardMsg]) -> bool:
    shown = texts(answers)
    return any(word in shown for word in (INSIDE, "取消", "任务", "数据比对", "疑点"))


def timer(fragment: str) -> Callable[[BackMsg], None]:
    """What a browser sends by itself for a fragment with run_every."""

    def fill(frame: BackMsg) -> None:
        frame.rerun_script.fragment_id, frame.rerun_script.is_auto_rerun = fragment, True

    return fill


def ask_to_upload(frame: BackMsg) -> None:
    frame.file_urls_request.request_id = "1"
    frame.file_urls_request.file_names.append("a.csv")


def ask_for_rows(frame: BackMsg) -> None:
    frame.backend_operation_request.dataframe_chunk.SetInParent()


def stop(frame: BackMsg) -> None:
    frame.stop_script = True


def keep_alive(frame: BackMsg) -> None:
    frame.app_heartbeat = True


def put(
    host: str, address: str, cookie: str, method: str = "PUT", file: tuple[str, bytes] = ("a.csv", b"a,b\n")
) -> int:
    """Upload a file as a browser does, with Streamlit's own token."""
    with httpx.Client(base_url=f"http://{host}") as browser:
        browser.get("/_stcore/health")
        xsrf = browser.cookies.get("_streamlit_xsrf", "")
        headers = {"Cookie": f"{COOKIE}={cookie}; _streamlit_xsrf={xsrf}", "X-Xsrftoken": xsrf}
        return browser.request(method, address, headers=headers, files={"file": file}).status_code
