"""资格预审: a roster is dropped, asked about, answered row by row, and its answers leave by the export route."""

import re
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import jobs
from analytics.memory_folder import memory_folder
from analytics.permissions import ROLES
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from tests.conftest import PASSWORD
from tests.precheck.county import roster
from tests.support.pages_at_work import opened, words

PAGE = "keep/precheck.py"
WHO = Viewer("training", "training")


def dropped(at: AppTest, path: Path) -> AppTest:
    at.file_uploader[0].set_value((path.name, path.read_bytes(), "application/octet-stream"))
    return at.run()


def asked(session: NewSession, path: Path, reason: str) -> AppTest:
    at = dropped(opened(session, PAGE), path)
    at.text_input(key="precheck_reason").input(reason)
    return at.button(key="precheck_start").click().run()


def html(at: AppTest) -> str:
    return " ".join(str(part.value) for part in at.get("html"))


def ended() -> jobs.Job:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        job = next((job for job in jobs.recent(WHO) if job.kind == "precheck"), None)
        if job and not job.open:
            return job
        time.sleep(0.2)
    raise AssertionError("the check did not end")


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = opened(session, PAGE)
    assert not at.exception and "还没有发放数据" in words(at) and not at.file_uploader
    assert "还没有预审记录" in words(at)


def test_what_the_file_is_taken_for_is_shown_and_the_programme_guessed(
    session: NewSession, snapshot: Snapshot, tmp_path: Path
) -> None:
    at = dropped(opened(session, PAGE), roster(tmp_path))
    assert not at.exception and "按 2018年1月 发放" in words(at)
    assert "身份证号←身份证号" in html(at) and "一月" in html(at) and "填表说明" in words(at)
    assert [box.value for box in at.selectbox][:2] != [None, None]
    assert at.button(key="precheck_start").label == "开始预审 6 行" and "今天还可预审 20 次" in words(at)


def test_without_a_reason_nothing_starts(session: NewSession, snapshot: Snapshot, tmp_path: Path) -> None:
    at = asked(session, roster(tmp_path), " ")
    assert "请写明理由" in at.error[0].value and jobs.recent(WHO) == []


def test_a_file_that_is_no_roster_is_one_sentence(session: NewSession, snapshot: Snapshot, tmp_path: Path) -> None:
    torn = tmp_path / "名册.xlsx"
    torn.write_bytes(b"PK\x03\x04 torn")
    at = dropped(opened(session, PAGE), torn)
    assert not at.exception and len(at.error) == 1 and at.file_uploader
    assert not [p for p in memory_folder(snapshot.store, "uploads").glob("*") if p.is_dir()]


def test_it_is_answered_listed_logged_and_leaves_once(
    session: NewSession, snapshot: Snapshot, store: Path, tmp_path: Path
) -> None:
    asked(session, roster(tmp_path), "一月发放前预审")
    assert ended().state == "done"
    at = opened(session, PAGE)
    assert not at.exception and "共 6 行:通过 1,需核 5。" in words(at)
    shown = html(at)
    assert re.findall(r'data-head="行" class=n>(\d+)<', shown) == ["4", "5", "6", "7", "8"] and "死亡" in shown
    assert "一月发放前预审" in shown and "农村低保金" in shown and "519900********003X" in shown
    for whole in (False, True):
        at.text_input(key=f"precheck_{whole}_reason").input("交民政局核对")
        at.button(key=f"precheck_{whole}_make").click().run()
    assert not at.exception and len(list((store / "exports").iterdir())) == 2


def test_a_department_sees_kinds_only(
    session: NewSession, snapshot: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answer, once the role may not read reasons any more."""
    asked(session, roster(tmp_path), "一月发放前预审")
    ended()
    monkeypatch.setitem(ROLES, "training", ROLES["training"] - {"precheck_full"})
    at = opened(session, PAGE)
    shown = html(at)
    assert "身份与资格" in shown and "死亡" not in shown
    assert [box.key for box in at.text_input if box.key.endswith("_reason")] == ["precheck_False_reason"]
    assert "我的预审记录" in [box.label.partition("(")[0] for box in at.expander]


def test_another_sign_in_does_not_see_the_rows(session: NewSession, snapshot: Snapshot, tmp_path: Path) -> None:
    asked(session, roster(tmp_path), "一月发放前预审")
    ended()
    at = opened(sign_in("training", PASSWORD), PAGE)
    assert not at.exception and "结果已过期" in words(at) and "519900" not in html(at)


def test_a_role_that_may_not_is_told_so(session: NewSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROLES, "training", ROLES["training"] - {"precheck"})
    at = opened(session, PAGE)
    assert not at.exception and "没有这一页" in words(at) and not at.file_uploader
