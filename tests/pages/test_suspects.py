"""疑点: what the list says, its views and filters, its files, the glance at one."""

import re
from pathlib import Path

import pytest

from analytics.export import BOM
from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.records.db import reading
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import redeem_export
from analytics.viewer import Scope
from pages.ui import quick_look
from tests.conftest import PASSWORD
from tests.support.compared_store import compared_store
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store

PAGE = "find/suspects.py"


@pytest.fixture
def compared(store: Path) -> None:
    compared_store(store)


def test_without_data_it_leads_to_the_intake(session: NewSession) -> None:
    at = opened(session, PAGE)
    assert not at.exception and at.title[0].value == "疑点" and "还没有数据" in words(at)
    assert [button.label for button in at.main.button] == ["去导入"]


def test_without_a_run_it_offers_one(session: NewSession, store: Path) -> None:
    small_store(store)
    at = opened(session, PAGE)
    assert not at.exception and "还没有比对" in words(at) and at.button(key="run").label == "开始比对"


def test_the_list_in_one_line(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, rule="A01,D01")
    assert not at.exception and at.title[0].value == "疑点"
    assert "共 **2** 个,疑点金额合计 **2,909.00 元**" in words(at)
    rows = at.dataframe[0].value
    assert list(rows["tier_words"]) == ["■ 记录直接矛盾", "▲ 需实地核实"]
    assert all("519900195001" not in str(value) for value in rows.to_numpy().ravel())


def test_what_is_for_the_departments_is_apart(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, view="data", rule="A27")
    assert "共 **1** 个" in words(at) and list(at.dataframe[0].value["tier_words"]) == ["◇ 数据待纠"]


def test_filters_and_order_live_in_the_address(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, rule="A15", sort="amount.asc")
    assert list(at.dataframe[0].value["amount"]) == [950.0, 1000.0]
    assert "规则=A15 ✕" in [button.label for button in at.main.button]


def test_nothing_under_the_filters(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, rule="B03")
    assert not at.exception and "当前筛选下没有涉及人员或账户的疑点" in words(at) and not at.dataframe
    at.button(key="empty_call").click().run()
    assert not at.query_params and at.dataframe


def test_a_rule_that_was_not_run_is_no_zero(session: NewSession, compared: None) -> None:
    assert "不适用(缺少:机动车登记)" in words(opened(session, PAGE, rule="A06"))


def test_nothing_within_the_scope(store: Path, compared: None) -> None:
    elsewhere = Scope(townships=frozenset({99}))
    create_account(operator(), "elsewhere", PASSWORD, role="training", scope=elsewhere, must_change=False)
    at = opened(sign_in("elsewhere", PASSWORD), PAGE)
    assert not at.exception and "您的范围内没有涉及人员或账户的疑点" in words(at)
    assert "看报送情况" in [button.label for button in at.main.button]


def test_what_the_three_lists_hold_is_said_in_each(session: NewSession, compared: None) -> None:
    for view in ("people", "units", "data"):
        at = opened(session, PAGE, view=view)
        said = re.search(r"疑点 (\d+) 个 = 人员与账户 (\d+) 个 \+ 单位 (\d+) 个;数据待纠 (\d+) 个另列。", words(at))
        assert said is not None
        asked, people, units, data = map(int, said.groups())
        assert asked == people + units
        assert list(at.main.get("button_group")[0].options) == [
            f"人员与账户 {people}",
            f"单位 {units}",
            f"数据待纠 {data}",
        ]
        listed = {"people": people, "units": units, "data": data}[view]
        assert f"共 **{listed}** 个" in words(at) or not listed


def test_a_filter_that_cannot_be_used_is_named(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, township="NOWHERE")
    assert "此筛选不可用:township=NOWHERE ✕" in [button.label for button in at.main.button]


def test_the_file_holds_exactly_what_is_filtered(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, rule="D01")
    at.text_input(key="csv_reason").set_value("核对共用账户")
    at.button(key="csv_make").click().run()
    with reading() as tx:
        serial = tx.query(ExportTicket.serial).scalar()
    lines = redeem_export(serial, session.id).payload.removeprefix(BOM).decode().splitlines()
    assert "内部资料 严禁外传" in lines[0] and len(lines) == 3 and "2209.00" in lines[2] and "账户" in lines[2]


def test_marks_become_a_file_of_their_own(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE)
    at.session_state["marks:suspects"] = ["person:4"]
    at.run()
    at.text_input(key="some_reason").set_value("下发核查")
    at.button(key="some_make").click().run()
    with reading() as tx:
        ticket = tx.query(ExportTicket).one()
    assert not at.exception and ticket.filename.endswith(".xlsx")
    assert redeem_export(ticket.serial, session.id).payload.startswith(b"PK")


def test_a_cell_opens_a_glance(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE)
    at.session_state[quick_look._ASKED] = ("person", 3)
    at.run()
    said = " ".join(part.value for part in at.markdown)
    assert not at.exception and "2015年6月20日死亡" in said and "对方记录" in said
    assert "打开详情" in [button.label for button in at.button]
