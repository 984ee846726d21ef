"""下钻: every level down to the person, either way; one list at a time; what is said where nothing is."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from tests.pages.look.county import compared
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store


def page(session: NewSession, **query: str) -> AppTest:
    return opened(session, "look/drilldown.py", **query)


@pytest.fixture
def county(store: Path) -> Path:
    compared(store, small_store(store))
    return store


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "下钻" and "还没有数据" in words(at)


def test_before_the_first_run_there_is_money(session: NewSession, store: Path) -> None:
    small_store(store)
    at = page(session)
    assert not at.exception and "共发放 **2.78 万元**、163 笔,惠及 6 户 7 人。" in words(at)
    assert "suspects" not in at.dataframe[-1].value.columns


LEVELS = [
    ({}, ["青禾镇", "石桥镇"], [13998.0, 13827.0]),
    ({"township": "T1"}, ["上河村", "下河村"], [7962.0, 6036.0]),
    ({"by": "programme"}, ["林业局", "民政局"], [15075.0, 12750.0]),
    ({"by": "programme", "department": "D1", "township": "T1"}, ["农村低保金", "高龄津贴"], [7200.0, 1950.0]),
]


@pytest.mark.parametrize(("query", "titles", "amounts"), LEVELS)
def test_each_level_lists_its_children(
    session: NewSession, county: Path, query: dict[str, str], titles: list[str], amounts: list[float]
) -> None:
    at = page(session, **query)
    rows = at.dataframe[-1].value
    assert not at.exception and rows["title"].to_list() == titles and rows["amount"].to_list() == amounts


def test_the_head_says_the_level_in_one_line(session: NewSession, county: Path) -> None:
    at = page(session, township="T1", village="V1")
    assert "共发放" in words(at) and "疑点 **3** 个。" in words(at)
    assert [b.label for b in at.main.button if str(b.key).startswith("crumb")] == ["全县 ›", "青禾镇 ›"]


def test_the_list_sorts_on_the_server(session: NewSession, county: Path) -> None:
    rows = page(session, sort="amount.asc").dataframe[-1].value
    assert rows["title"].to_list() == ["石桥镇", "青禾镇"]


def test_a_crumb_leads_back(session: NewSession, county: Path) -> None:
    at = page(session, township="T1", village="V1", tab="payments")
    next(b for b in at.button if b.label == "青禾镇 ›").click().run()
    assert dict(at.query_params) == {"township": "T1"}


def test_a_chip_comes_off_alone(session: NewSession, county: Path) -> None:
    at = page(session, township="T1", year="2016")
    next(b for b in at.button if b.label.startswith("年份=")).click().run()
    assert dict(at.query_params) == {"township": "T1"}


def test_a_household_is_told_whole(session: NewSession, county: Path) -> None:
    at = page(session, household="2")
    said = words(at)
    assert not at.exception and "**户内成员** :gray[2 人]" in said
    assert "2015-06-20 张某 死亡登记(死亡人员)" in said and "户=张某户" in [b.label[:5] for b in at.button]
    figure = json.loads(at.main.get("plotly_chart")[0].proto.spec)
    assert {trace["name"] for trace in figure["data"]} >= {"发放", "登记事件"}
    assert at.dataframe[0].value["person_title"].str.contains("某").all()


def test_a_person_is_the_last_level(session: NewSession, county: Path) -> None:
    at = page(session, household="2", person="3")
    assert not at.exception and "**本人**" in words(at)
    rows = at.dataframe[-1].value
    assert set(rows["programme_title"]) == {"高龄津贴", "退耕还林补贴"} and len(rows) == 23


@pytest.mark.parametrize(
    ("tab", "column", "count"),
    [("payments", "account_title", 50), ("households", "programmes", 6), ("suspects", "tier_words", 5)],
)
def test_each_tab_lists_what_it_says(session: NewSession, county: Path, tab: str, column: str, count: int) -> None:
    at = page(session, tab=tab)
    rows = at.dataframe[-1].value
    assert not at.exception and column in rows.columns and len(rows) == count


def test_the_trend_goes_by_month_within_a_year(session: NewSession, county: Path) -> None:
    assert "**2017年发放最多,1.46 万元**" in words(page(session, tab="trend"))
    figure = json.loads(page(session, tab="trend", year="2016").main.get("plotly_chart")[-1].proto.spec)
    assert figure["data"][0]["x"][0] == "2016年1月"


def test_an_unknown_place_is_named_and_nothing_widened(session: NewSession, county: Path) -> None:
    at = page(session, township="T9")
    assert "当前筛选下没有发放记录" in words(at)
    assert any("此筛选不可用:township=T9" in b.label for b in at.button)
    at.button(key="empty_call").click().run()
    assert not at.query_params and "共发放 **2.78 万元**" in words(at)


def test_nothing_personal_stands_in_the_address_or_unmasked(session: NewSession, county: Path) -> None:
    at = page(session, tab="payments")
    assert not at.dataframe[-1].value["person_title"].str.contains("5199001950").any()
