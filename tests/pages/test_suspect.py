"""疑点详情: sentences, both sides, what stands around, and a reveal that is written down."""

import re
from pathlib import Path

import pytest

from analytics.records.accounts.sessions import NewSession
from analytics.records.audit import AuditLine
from analytics.records.db import reading
from analytics.vault import Vault
from tests.support.compared_store import compared_store
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store

PAGE = "find/suspect.py"


@pytest.fixture
def compared(store: Path) -> None:
    compared_store(store)


def test_without_data(session: NewSession) -> None:
    at = opened(session, PAGE, subject="person", key="3")
    assert not at.exception and "还没有数据" in words(at)


def test_without_a_run(session: NewSession, store: Path) -> None:
    small_store(store)
    assert "还没有比对" in words(opened(session, PAGE, subject="person", key="3"))


@pytest.mark.parametrize("key", ["9999", "abc", ""])
def test_no_such_suspect(session: NewSession, compared: None, key: str) -> None:
    at = opened(session, PAGE, subject="person", key=key)
    assert not at.exception and "没有这个疑点" in words(at)


def test_years_are_told_in_one_sentence(session: NewSession, compared: None) -> None:
    said = words(opened(session, PAGE, subject="person", key="3"))
    assert "2015年7月至2016年8月" in said and "14 笔、700.00 元" in said
    assert "同一情形还见于:2016年 400.00 元。" in said  # what A15 says holds for one year only


def test_both_sides_and_what_stands_around(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, subject="person", key="3")
    assert not at.exception and "疑点金额 **" in words(at)
    theirs = " ".join(str(html.proto.body) for html in at.get("html"))
    rows = re.findall(r'data-head="来源行" class=n>([^<]*)<', theirs)
    assert len(rows) >= 14 and set(rows) == {"103"}
    assert "死亡登记" in theirs and "死亡人员.xlsx 名单 第 9 行,数据日期 2018-01-05" in theirs
    assert [tab.label for tab in at.tabs] == ["历年", "户内成员", "同一账户的收款人", "先排除什么"]


def test_nothing_is_shown_in_full_without_a_reason(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, subject="person", key="3")
    at.button(key="reveal_show").click().run()
    assert "理由" in at.error[0].value and not at.code


def test_a_reveal_is_written_down(session: NewSession, store: Path, compared: None) -> None:
    at = opened(session, PAGE, subject="person", key="3")
    at.text_input(key="reveal_why").set_value("电话核实")
    at.button(key="reveal_show").click().run()
    assert at.code[0].value == Vault(store).value_of("person", [3])[3]
    with reading() as tx:
        logged = tx.query(AuditLine).filter_by(action="reveal").one()
    assert (logged.subject, logged.reason) == ("person:3", "电话核实")


def test_an_account(session: NewSession, compared: None) -> None:
    at = opened(session, PAGE, subject="account", key="1")
    assert not at.exception and at.title[0].value.startswith("账户 6214")
