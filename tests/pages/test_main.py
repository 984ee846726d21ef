"""The frame, as a script: what is drawn with a session, and without."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.export import scope_words
from analytics.records.accounts.sessions import NewSession, live_session, sign_out
from analytics.settings import ROOT
from analytics.viewer import Scope


def app(user: dict[str, object]) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=30)
    at.user = user
    return at.run()


def test_without_a_session_only_the_notice(store: Path) -> None:
    at = app({})
    assert [title.value for title in at.title] == ["请登录"]
    assert not at.button and not at.sidebar.button


@pytest.mark.parametrize("name", ["0" * 32, None, 7, "anonymous-1"])
def test_a_made_up_session_is_none(session: NewSession, name: object) -> None:
    assert [title.value for title in app({"session": name}).title] == ["请登录"]


def test_the_token_is_not_taken_for_the_session(session: NewSession) -> None:
    assert [title.value for title in app({"session": session.token}).title] == ["请登录"]


def test_the_frame_around_a_page(session: NewSession) -> None:
    at = app({"session": session.id}).switch_page("keep/jobs.py").run()
    assert not at.exception and "任务" in [title.value for title in at.title]
    side = " ".join(caption.value for caption in at.sidebar.caption)
    assert "还没有数据" in side and "范围:全县" in side
    foot = at.sidebar.get("page_link")[-1].proto
    assert (foot.label, foot.page) == ("training", "my_account")
    assert at.main.caption[-1].value == "疑点不等于违纪违法,须经核查认定。"


def test_the_banner_says_training(session: NewSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QINGZHANG_TRAINING")
    assert not app({"session": session.id}).warning
    monkeypatch.setenv("QINGZHANG_TRAINING", "1")
    assert "培训模式" in app({"session": session.id}).warning[0].value


def test_sign_out_ends_the_session(session: NewSession) -> None:
    at = app({"session": session.id})
    next(button for button in at.sidebar.button if button.label == "退出登录").click().run()
    assert [title.value for title in at.title] == ["请登录"] and live_session(session.id) is None


def test_a_revoked_session_turns_at_the_next_run(session: NewSession) -> None:
    at = app({"session": session.id})
    sign_out(session.id)
    assert [title.value for title in at.run().title] == ["请登录"]


@pytest.mark.parametrize(
    ("scope", "words"),
    [(Scope(), "全县"), (Scope(townships=frozenset({1, 2})), "2 个乡镇"),
     (Scope(frozenset({1}), frozenset({4})), "1 个乡镇、1 个部门")],
)  # fmt: skip
def test_the_scope_in_words(scope: Scope, words: str) -> None:
    assert scope_words(scope) == words
