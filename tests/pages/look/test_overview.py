"""总览: what is new, the most urgent, the figures, the map; and what is said before there is anything."""

import json
from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.records.job_rows import JobRow
from analytics.viewer import Scope
from tests.conftest import PASSWORD
from tests.pages.look.county import compared
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store


def page(session: NewSession, **query: str) -> AppTest:
    return opened(session, "look/overview.py", **query)


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "总览" and "还没有数据" in words(at)
    assert [button.label for button in at.main.button] == ["去导入"]


def test_while_files_come_in_it_says_so(session: NewSession) -> None:
    person = {"asked_by": "training", "role": "training", "scope": {}, "created_at": now()}
    with transaction() as tx:
        tx.add(JobRow(id="a", kind="intake", arguments={}, state="queued", done=0, total=0, message="", **person))
    at = page(session)
    assert not at.exception and not at.main.button and not at.main.info
    assert [link.proto.label for link in at.main.get("page_link")] == ["看任务"]


def test_nothing_within_the_scope(store: Path) -> None:
    compared(store, small_store(store))
    elsewhere = Scope(townships=frozenset({99}))
    create_account(operator(), "elsewhere", PASSWORD, role="training", scope=elsewhere, must_change=False)
    at = page(sign_in("elsewhere", PASSWORD))
    assert not at.exception and "您的范围内没有发放记录" in words(at)
    assert [button.label for button in at.main.button] == ["看报送情况"]


def test_before_the_first_run_there_is_money_and_a_button(session: NewSession, store: Path) -> None:
    small_store(store)
    at = page(session)
    assert not at.exception and "这批数据还没有比对" in words(at)
    assert [metric.value for metric in at.metric] == ["2.78 万元", "6 户"]
    assert "开始比对" in [button.label for button in at.main.button]


def test_the_first_run(session: NewSession, store: Path) -> None:
    compared(store, small_store(store))
    at = page(session)
    assert not at.exception and "首次比对,列出疑点 **5** 个。数据截至 2018-01-10" in words(at)
    assert [(m.label, m.value) for m in at.metric] == [
        ("发放总额", "2.78 万元"),
        ("惠及人户", "6 户"),
        ("疑点", "5 个"),
        ("涉干部或公职人员", "1 个"),
    ]
    assert "163 笔,3 个项目" in words(at)
    links = [link.proto.label for link in at.main.get("page_link")]
    assert links[0].startswith("■ **张某") and "700.00 元" in links[0]
    assert "人员与账户 4 个" in links and "单位 1 个" in links and links.count(":gray[同类共 2 个]") == 1
    assert "疑点 5 个 = 人员与账户 4 个 + 单位 1 个;数据待纠 1 个另列。" in words(at)
    assert "■ 记录直接矛盾 **1**" in links and "◇ 数据待纠 **1**" in links


def test_a_second_run_tells_what_is_new_and_what_is_gone(session: NewSession, store: Path) -> None:
    snapshot = small_store(store)
    compared(store, snapshot, "old", leave_out="h3', 'h4")
    compared(store, snapshot, "new", leave_out="h5")
    said = words(page(session))
    assert "比上次比对新增疑点 **1** 个,不再出现 **1** 个,现有 **4** 个。" in said


def test_without_polygons_townships_are_bars(session: NewSession, store: Path) -> None:
    compared(store, small_store(store))
    at = page(session, measure="suspects")
    assert "**各乡镇每千户疑点:青禾镇最高,每千户 1000.00 个**" in words(at)
    figure = json.loads(at.main.get("plotly_chart")[0].proto.spec)
    assert figure["data"][0]["type"] == "bar" and len(figure["data"][0]["customdata"]) == 2


def test_other_tabs_draw_when_opened(session: NewSession, store: Path) -> None:
    compared(store, small_store(store))
    for tab, said in {
        "按年和部门": "各年发放金额:2017 年最多,1.46 万元",
        "从命中到疑点": "7 条命中归为 5 个疑点",
        "数据新旧": "各部门数据截至哪一天",
    }.items():
        at = page(session)
        at.session_state["parts"] = tab
        assert said in words(at.run()) and not at.exception
