"""Attacks on the running server: signed out, revoked, resuming another's session, forging the header."""

import time
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from analytics import jobs
from analytics.export import File, Head, Order
from analytics.records.accounts.models import SignedIn
from analytics.records.accounts.sessions import NewSession, live_session, sign_in, sign_out
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.exports import issue_export
from analytics.records.job_rows import JobRow
from analytics.viewer import Viewer
from pages.server.liveness import CACHE_SECONDS, COOKIE
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.pages.conftest import Opens
from tests.pages.served import Tab, button, press, texts

WHO = Viewer("training", "training")
SIGNED_OUT = "请登录"
INSIDE = "退出登录"


@pytest.fixture
def session(host: str) -> NewSession:
    return sign_in("training", PASSWORD)


def get(host: str, path: str, cookie: str = "", method: str = "GET") -> httpx.Response:
    headers = {"Cookie": f"{COOKIE}={cookie}"} if cookie else {}
    return httpx.request(method, f"http://{host}{path}", headers=headers)


def revoke(session: NewSession) -> None:
    sign_out(session.id)
    time.sleep(CACHE_SECONDS + 0.1)


def open_job() -> str:
    """A job that waits to begin, with a cancel button on the jobs page."""
    job_id = f"job-{time.monotonic_ns()}"
    with transaction() as tx:
        tx.add(
            JobRow(
                id=job_id,
                kind="check",
                arguments={},
                state="queued",
                done=0,
                total=0,
                message="",
                asked_by=WHO.account,
                role=WHO.role,
                scope={},
                created_at=now(),
            )
        )
    return job_id


def on_jobs_page(tab: Tab) -> list:
    """Open 任务, whichever page is first in the menu."""
    return tab.tell(lambda frame: setattr(frame.rerun_script, "page_name", "jobs"))


def cancelled(job_id: str, who: Viewer = WHO) -> bool:
    return jobs.get(who, job_id).state == "cancelled"


def test_signed_in_one_is_inside(tab: Opens, session: NewSession) -> None:
    assert INSIDE in texts(tab(session.token).open_page())


@pytest.mark.parametrize("page", ["", *url_paths(), "no-such-page"])
def test_every_page_asked_for_signed_out_leads_to_the_sign_in(host: str, page: str) -> None:
    answer = get(host, f"/{page}?township=3")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in?next=")


@pytest.mark.parametrize("page", ["", *url_paths()])
def test_every_page_over_a_signed_out_socket_shows_the_sign_in_only(tab: Opens, page: str) -> None:
    words = texts(tab().tell(lambda frame: setattr(frame.rerun_script, "page_name", page)))
    assert SIGNED_OUT in words and INSIDE not in words


@pytest.mark.parametrize("cookie", ["", "made-up", "with space;and=more"])
@pytest.mark.parametrize(
    "path",
    ["/media/x.csv", "/_stcore/stream", "/export/abc", "/geo/x.json"],
)
def test_closed_routes_answer_401_signed_out(host: str, path: str, cookie: str) -> None:
    assert get(host, path, cookie).status_code == 401


@pytest.mark.parametrize("path", ["/media/x.csv", "/_stcore/upload_file/a/b"])
def test_media_and_upload_answer_401_once_revoked(host: str, session: NewSession, path: str) -> None:
    method = "PUT" if "upload" in path else "GET"
    assert get(host, path, session.token, method).status_code != 401
    revoke(session)
    assert get(host, path, session.token, method).status_code == 401


def test_the_session_id_is_no_cookie(host: str, session: NewSession) -> None:
    assert get(host, "/geo/world.json", session.token).json()["type"] == "Topology"
    assert get(host, "/geo/world.json", session.id).status_code == 401


def test_a_live_session_may_cancel_its_job(tab: Opens, session: NewSession) -> None:
    """The control for the two below: the same frame, with a live session, does run the callback."""
    job_id, page = open_job(), tab(session.token)
    page.tell(press(button(on_jobs_page(page), "取消")))
    assert cancelled(job_id)


def test_a_revoked_session_runs_no_callback_and_no_fragment(tab: Opens, session: NewSession) -> None:
    job_id, page = open_job(), tab(session.token)
    found = button(on_jobs_page(page), "取消")
    assert found[1], "the button stands in a fragment"
    revoke(session)
    words = texts(page.tell(press(found)))
    assert SIGNED_OUT in words and INSIDE not in words
    assert not cancelled(job_id)


def test_a_revoked_session_gets_no_upload_address(tab: Opens, session: NewSession) -> None:
    page = tab(session.token)
    page.open_page()

    def ask(frame: BackMsg) -> None:
        frame.file_urls_request.request_id = "1"
        frame.file_urls_request.file_names.append("a.csv")

    assert any(answer.WhichOneof("type") == "file_urls_response" for answer in page.tell(ask, wait=2))
    revoke(session)
    page.quiet()
    assert page.tell(ask, wait=2) == []


def test_nobody_resumes_anothers_session(tab: Opens, session: NewSession) -> None:
    page = tab(session.token)
    page.open_page()
    intruder = tab(resume=page.streamlit_session)
    assert SIGNED_OUT in texts(intruder.open_page())
    assert intruder.streamlit_session != page.streamlit_session
    other = tab(sign_in("training", PASSWORD).token, resume=page.streamlit_session)
    other.open_page()
    assert other.streamlit_session != page.streamlit_session


def test_one_resumes_ones_own(host: str, tab: Opens, session: NewSession) -> None:
    """The control: with the same cookie the dropped socket's session is taken up again."""
    with Tab(host, session.token) as page:
        page.open_page()
    again = tab(session.token, resume=page.streamlit_session)
    again.open_page()
    assert again.streamlit_session == page.streamlit_session


def test_a_forged_header_is_thrown_away(tab: Opens, session: NewSession) -> None:
    assert SIGNED_OUT in texts(tab(forged=session.id).open_page())
    assert INSIDE in texts(tab(session.token, forged="0" * 32).open_page())


def test_frames_that_touch_everybody_are_dropped(tab: Opens, session: NewSession) -> None:
    """Streamlit itself would answer this one; test_frames.py has the others."""
    page = tab(session.token)
    page.open_page()
    page.quiet()
    assert page.tell(lambda frame: setattr(frame, "set_run_on_save", True), wait=1) == []
    assert INSIDE in texts(page.open_page())


def test_timers_do_not_keep_a_session_but_a_person_does(tab: Opens, session: NewSession) -> None:
    with transaction() as tx:
        tx.get_one(SignedIn, session.id).last_seen_at = long_ago = now() - timedelta(minutes=10)
    page = tab(session.token)
    page.tell(lambda frame: setattr(frame.rerun_script, "is_auto_rerun", True))
    page.tell(lambda frame: setattr(frame, "app_heartbeat", True), wait=1)
    assert last_seen(session) == long_ago
    page.open_page()
    assert last_seen(session) > long_ago


def last_seen(session: NewSession):
    with reading() as tx:
        return tx.get_one(SignedIn, session.id).last_seen_at


def test_an_export_is_served_once_to_its_session(host: str, session: NewSession) -> None:
    live = live_session(session.id)
    assert live is not None
    order = Order("疑点.csv", "text/csv", Head(live.viewer, "全部", "abc"), lambda _head: File(b"a,b\n", 1))
    serial = issue_export(live.viewer, session.id, order, "汇报").serial
    other = sign_in("training", PASSWORD)
    assert get(host, f"/export/{serial}", other.token).status_code == 410
    answer = get(host, f"/export/{serial}", session.token)
    assert (answer.status_code, answer.content) == (200, b"a,b\n")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E7%96%91%E7%82%B9.csv"
    assert get(host, f"/export/{serial}", session.token).status_code == 410


@pytest.mark.parametrize("path", ["/sign-in", "/health", "/", "/media/x", "/_stcore/health", "/favicon.png"])
def test_every_answer_carries_the_headers(host: str, path: str) -> None:
    headers = get(host, path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "'sha256-" in policy
    assert "unsafe-eval" not in policy and "script-src 'self' 'unsafe-inline'" not in policy
    assert headers["x-content-type-options"] == "nosniff"


def test_the_shell_speaks_chinese(host: str, session: NewSession) -> None:
    html = get(host, "/", session.token).text
    assert '<html lang="zh-CN">' in html and "<title>清账</title>" in html


def test_unknown_pages_lead_home(host: str, session: NewSession) -> None:
    assert get(host, "/no-such-page?a=1", session.token).headers["location"] == "/?a=1"


def test_the_log_names_no_token(host: str, session: NewSession, tmp_path_factory: pytest.TempPathFactory) -> None:
    get(host, "/", session.token)
    logs = [path.read_text() for path in Path(tmp_path_factory.getbasetemp()).glob("served*/log")]
    assert logs and all(session.token not in text and PASSWORD not in text for text in logs)
