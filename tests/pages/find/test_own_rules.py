"""自定规则: written by one person, tried behind walls, released by another; all from the page."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import jobs, own_rules
from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.rules import catalogue
from analytics.rules.own import FOLDER
from analytics.viewer import Viewer
from tests.conftest import PASSWORD
from tests.own_rules.making import HEADER, SELECT, WANG, drafted, released, tried
from tests.support.compared_store import compared_store
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store

PAGE = "find/own_rules.py"


@pytest.fixture
def other(store: Path) -> NewSession:
    """A second person."""
    create_account(operator(), "second", PASSWORD, role="training", must_change=False)
    return sign_in("second", PASSWORD)


def html(at: AppTest) -> str:
    return " ".join(part.proto.body for part in at.get("html"))


def pressed(at: AppTest, key: str) -> AppTest:
    return at.button(key=key).click().run()


def test_without_any_rule(session: NewSession, store: Path) -> None:
    at = opened(session, PAGE)
    assert not at.exception and at.title[0].value == "自定规则" and "还没有自定规则" in words(at)
    assert "A01 死亡登记后仍发放(按人项目)" in at.selectbox(key="own_like").options
    assert not [option for option in at.selectbox(key="own_like").options if option.startswith("G01")]


def test_without_data(session: NewSession, store: Path) -> None:
    drafted()
    at = opened(session, PAGE, own="Z01")
    assert not at.exception and "还没有数据" in words(at)


def test_a_copy_is_opened_with_what_it_may_read_beside_it(session: NewSession, store: Path) -> None:
    small_store(store)
    at = opened(session, PAGE)
    at.selectbox(key="own_like").set_value("A01").run()
    at = pressed(at, "own_new")
    assert not at.exception and at.query_params["own"] == "Z01"
    assert at.title[0].value == "Z01 死亡登记后仍发放(按人项目)" and "**草稿** · 第 1 版 · 编写 training" in words(at)
    assert "died" in at.text_area[0].value and "code: Z01" in at.text_area[0].value
    at.selectbox(key="own_table").set_value("death").run()
    assert "死亡日期" in html(at) and "died_on" in html(at) and "DATE" in html(at)


def test_a_text_that_breaks_a_law_is_kept_and_said_when_tried(session: NewSession, store: Path) -> None:
    small_store(store)
    drafted()
    at = opened(session, PAGE, own="Z01")
    at.text_area[0].set_value(HEADER + SELECT.replace("FROM pay AS p", "FROM '/etc/passwd' AS p"))
    at = finished(pressed(at, "own_try"))
    assert not at.exception and any("不能读取" in error.value for error in at.error)
    assert own_rules.entry(WANG, "Z01").state == "draft" and "/etc/passwd" in own_rules.entry(WANG, "Z01").text


def finished(at: AppTest) -> AppTest:
    """The page once the trial it started has ended."""
    until = time.monotonic() + 60
    while time.monotonic() < until and jobs.running(jobs_viewer()):
        time.sleep(0.2)
    return at.run()


def jobs_viewer() -> Viewer:
    return Viewer("training", "training")


def test_tried_submitted_and_released_by_another(session: NewSession, other: NewSession, store: Path) -> None:
    compared_store(store)
    drafted()
    at = opened(session, PAGE, own="Z01")
    at.text_area[0].set_value(at.text_area[0].value.replace("zh: 试验", "zh: 大额领取"))
    at = finished(pressed(at, "own_try"))
    assert not at.exception and "试运行命中 **29** 条" in words(at) and "**已试运行**" in words(at)
    assert "9,000.00" in html(at) and "退耕还林补贴" in html(at) and "领取 9,000.00 元" in html(at)
    at.text_input[0].set_value("请审核")
    at = pressed(at, "own_submit")
    assert (
        "**待发布**" in words(at) and "另一人发布" in words(at) and not [b for b in at.button if b.key == "own_release"]
    )
    at = opened(other, PAGE, own="Z01")
    at.text_input[0].set_value("已核对")
    at = pressed(at, "own_release")
    assert not at.exception and "**已发布**" in words(at) and (store / FOLDER / "Z01.sql").exists()
    at = opened(session, "find/rules.py")
    assert "本县自定规则" in words(at) and at.button(key="rule_Z01").label == "▲ 大额领取"
    at = opened(session, "find/rules.py", rule="Z01")
    assert "编写 li、training · 发布 second" in words(at)


def test_a_reason_is_asked_for(session: NewSession, store: Path) -> None:
    small_store(store)
    tried()
    at = pressed(opened(session, PAGE, own="Z01"), "own_submit")
    assert "请写明理由" in at.error[0].value and own_rules.entry(WANG, "Z01").state == "tested"


def test_a_released_rule_is_read_revised_and_withdrawn(session: NewSession, store: Path) -> None:
    small_store(store)
    released(store)
    at = opened(session, PAGE, own="Z01")
    assert not at.exception and not at.text_area and "FROM pay AS p" in at.code[0].value
    at = pressed(at, "own_revise")
    assert (
        "**草稿** · 第 2 版" in words(at)
        and len(at.text_area) == 1
        and "第 1 版 · 已发布" in [e.label for e in at.expander]
    )
    at = opened(session, PAGE)
    assert "**1** 条在用" in words(at)


def test_a_tampered_file_is_said(session: NewSession, store: Path) -> None:
    compared_store(store)
    released(store)
    (store / FOLDER / "Z01.sql").write_text("SELECT 1", "utf-8")
    for page in (PAGE, "find/rules.py"):
        assert "与发布时不一致" in words(opened(session, page))
    assert not catalogue()["Z01"].in_force


def test_a_trial_can_be_cancelled(session: NewSession, store: Path) -> None:
    small_store(store)
    drafted(HEADER + SELECT.replace("FROM pay AS p", "FROM pay AS p, pay AS q, pay AS r, pay AS s, pay AS t, pay AS u"))
    at = pressed(opened(session, PAGE, own="Z01"), "own_try")
    assert not at.exception and at.get("progress")
    at = pressed(at, "own_cancel")
    at = finished(at)
    assert not at.get("progress") and own_rules.entry(WANG, "Z01").state == "draft"
    until = time.monotonic() + 10
    while time.monotonic() < until and any((store / "tmp").glob("own-*")):
        time.sleep(0.2)
    assert not list((store / "tmp").glob("own-*"))
