"""比对工作台: two lists ticked and compared, kept and found among the suspects; the auditor's tools; empty states."""

from pathlib import Path

import pytest

from analytics.engine import open_engine
from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.snapshots import current_snapshot
from analytics.viewer import Scope
from analytics.workbench import Shelf, take
from pages.ui.workbench_audit import TOOLS
from tests.conftest import PASSWORD
from tests.support.compared_store import compared_store
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store
from tests.workbench.lists_made import csv, row, stranger

PAGE = "find/workbench.py"
ASKED = {"left": "payment:GL", "right": "register:death"}


@pytest.fixture
def compared(store: Path) -> None:
    compared_store(store)


def test_without_data_it_leads_to_the_intake(session: NewSession) -> None:
    at = opened(session, PAGE)
    assert not at.exception and at.title[0].value == "比对工作台" and "还没有数据" in words(at)


def test_before_anything_is_ticked_it_says_what_it_does(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE)
    assert not at.exception and "任选两份名单放在一起比" in words(at) and not at.dataframe
    lists = at.main.selectbox[0].options
    assert "发放:高龄津贴" in lists and "比对库:死亡登记" in lists


def test_two_lists_are_answered_in_one_line(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, **ASKED)
    assert not at.exception
    assert "两份都有 **1 人**;仅“发放:高龄津贴” **1 人**,仅“比对库:死亡登记” **0 人**" in words(at)
    rows = at.dataframe[0].value
    assert list(rows["left_record"]) == ["低保金.csv 第 103 行"] and list(rows["right_amount"].isna()) == [True]
    left = opened(session, PAGE, **ASKED, side="left").dataframe[0].value
    assert list(left["left_rows"]) == [19]
    assert "这一类没有" in words(opened(session, PAGE, **ASKED, side="right"))


def test_a_period_and_a_day_that_is_none(session: NewSession, compared: None) -> None:
    assert "两份都有 **0 人**" in words(opened(session, PAGE, **ASKED, until="2015-06-19"))
    at = opened(session, PAGE, **ASKED, since="去年")
    assert not at.exception and "日期“去年”读不出来" in words(at)


def test_a_row_opens_both_records_and_leads_on(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, **ASKED)
    at.session_state["workbench-row"] = at.dataframe[0].value.iloc[0].to_dict() | {
        "person": 3, "left_file": 1, "left_row": 103, "right_file": 2, "right_row": 9
    }  # fmt: skip
    at.run()
    assert not at.exception
    assert any("死亡日期" in str(part.proto) for part in at.get("html"))
    assert {"看疑点", "一人一档"} <= {link.proto.label for link in at.get("page_link")}


def test_it_is_kept_with_a_reason_and_stands_among_the_suspects(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, **ASKED)
    at.button(key="keep_save").click().run()
    assert "请写明理由" in words(at)
    at.text_input(key="keep_title").set_value("高龄与死亡")
    at.text_input(key="keep_reason").set_value("群众反映")
    at.button(key="keep_save").click().run()
    assert not at.exception and at.success[0].value == "已保存 1 条。"
    plain = opened(session, "find/suspects.py")
    assert plain.toggle[0].label == "含我的自行比对(1 次)" and "自行比对" not in str(plain.dataframe[0].value)
    own = opened(session, "find/suspects.py", own="1", rule="Y01")
    assert "✎ 高龄与死亡:发放:高龄津贴 与 比对库:死亡登记;training,理由:群众反映" in words(own)
    assert "✎ 自行比对" in own.dataframe[0].value["signs"].iloc[0]


def test_candidates_are_marked_and_cannot_be_kept(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, **ASKED, by="name")
    assert not at.exception and "不等于同一人" in words(at) and list(at.dataframe[0].value["score"]) == [100.0]
    assert "keep_save" not in [button.key for button in at.button]


def test_an_uploaded_list_is_the_sessions_own(session: NewSession, compared: None, store: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    shelf = Shelf(store, session.id)
    token = take(operator(), open_engine(snapshot), shelf, "名单.csv", csv(row(3), stranger()))
    at = opened(session, PAGE, left=f"upload:{token}", right="payment:GL")
    assert not at.exception and "两份都有 **1 人**;仅“上传名单:名单.csv” **1 人**" in words(at)
    assert "库中没有的人 1 个" in words(at)
    other = opened(sign_in("training", PASSWORD), PAGE, left=f"upload:{token}", right="payment:GL")
    assert not other.exception and "任选两份名单" in words(other)


def test_who_is_limited_compares_their_part_only(store: Path, compared: None) -> None:
    create_account(
        operator(), "li", PASSWORD, role="training", scope=Scope(townships=frozenset({2})), must_change=False
    )
    at = opened(sign_in("li", PASSWORD), PAGE, **ASKED)
    assert not at.exception and "两份都有 **0 人**;仅“发放:高龄津贴” **0 人**" in words(at)


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_answers_in_a_line_and_says_what_it_means(session: NewSession, compared: None, tool: str) -> None:
    at = opened(session, PAGE, view="audit", tool=tool)
    assert not at.exception and at.main.markdown and at.main.caption
    empty = opened(session, PAGE, view="audit", tool=tool, township="no")
    assert not empty.exception and "此筛选不可用" in str([button.label for button in empty.main.button])


def test_benford_says_how_near_and_what_it_does_not_mean(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, view="audit")
    assert "**163** 笔金额的首位数字与本福特分布相比:**不符合**" in words(at)
    assert "标准 × 面积" in words(at) and "n = 163" in words(at)
    few = opened(session, PAGE, view="audit", test="first_two")
    assert "笔数太少" in words(few)
    last = opened(session, PAGE, view="audit", test="last_two", programme="DB")
    assert "最多的是 **00**,占 100.0%" in words(last)


def test_it_speaks_english_throughout(session: NewSession, store: Path) -> None:
    small_store(store)
    for query in (ASKED, {"view": "audit", "tool": "cross"}):
        at = opened(session, PAGE, **query)
        at.sidebar.get("button_group")[0].set_value("en").run()
        assert not at.exception and at.title[0].value == "Comparisons"
        assert "In both" in words(at) or "in all" in words(at)


def test_a_file_is_taken_once_and_removed_by_a_button(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, right="payment:GL")
    at.file_uploader[0].set_value([("名单.csv", csv(row(3), stranger()), "text/csv")]).run()
    assert not at.exception and "两份都有 **1 人**;仅“上传名单:名单.csv” **1 人**" in words(at)
    (drop,) = [button for button in at.main.button if (button.key or "").startswith("drop_")]
    drop.click().run()
    assert not at.exception and "任选两份名单" in words(at)


def test_a_file_without_a_column_to_match_is_refused_in_a_sentence(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE)
    at.file_uploader[0].set_value([("车.csv", "车牌,颜色\n川A1,红\n川A2,蓝\n".encode(), "text/csv")]).run()
    assert not at.exception and "文件“车.csv”第 1 张表没有找到表头" in at.error[0].value
