"""The field's pages and the desk's: what is sent arrives, and what comes back is read."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.permissions import operator
from analytics.records import field_desk, requests
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.viewer import Scope, Viewer
from tests.conftest import PASSWORD
from tests.support.pages_at_work import opened, words

CIVIL = Viewer("min", "department", Scope(departments=frozenset({1})))
TOWN = Viewer("xiang", "township_inspector", Scope(townships=frozenset({1})))
WATCH = Viewer("pai", "stationed", Scope(departments=frozenset({1})))
UNITS = [("township", 1, "青禾镇", 0), ("department", 1, "民政局", 0), ("department", 2, "林业局", 0)]
UNITS += [("programme", 7, "农村低保金", 1), ("programme", 8, "退耕还林补贴", 2)]


@pytest.fixture
def published(store: Path) -> None:
    for viewer in (CIVIL, TOWN, WATCH):
        create_account(operator(), viewer.account, PASSWORD, viewer.role, viewer.scope, must_change=False)
    field_desk.publish_units(operator(), UNITS)


def page(viewer: Viewer, file: str, **query: str) -> AppTest:
    return opened(sign_in(viewer.account, PASSWORD), file, **query)


def fill(at: AppTest, **values: str) -> AppTest:
    for name, value in values.items():
        kind = at.text_area if name == "field_what" else at.text_input
        kind(key=f"{name}#0").set_value(value)
    return at.run()


def send(at: AppTest) -> str:
    at.button(key="field_send").click().run()
    assert not at.exception
    return " ".join(str(one.value) for one in [*at.success, *at.error])


def test_files_arrive(published: None) -> None:
    at = page(CIVIL, "field/send.py")
    at.file_uploader[0].upload("民政局_高龄津贴.csv", b"1,2", "text/csv").run()
    fill(at, field_reason="月度报送")
    assert "已报送" in send(at)
    (asked,) = field_desk.waiting(operator())
    assert (asked.kind, asked.place.department, asked.files) == ("upload", 1, ("民政局_高龄津贴.csv",))


def test_a_precheck_offers_own_programmes_only(published: None) -> None:
    at = page(CIVIL, "field/send.py", kind="precheck")
    assert at.selectbox(key="field_programme").options == ["农村低保金"]
    at.file_uploader[0].upload("名册.csv", b"1,2", "text/csv").run()
    fill(at, field_reason="发放前预审")
    assert "已报送" in send(at)
    assert field_desk.waiting(operator())[0].form == {"programme": 7}


def test_a_correction_by_a_township(published: None) -> None:
    at = page(TOWN, "field/send.py", kind="correction")
    assert "已报送" not in send(at) and "还没有填完" in send(at)
    fill(at, field_where="低保名册第 3 行", field_what="金额应为 300", field_reason="录入有误")
    assert "已报送" in send(at)
    (asked,) = field_desk.waiting(operator())
    assert (asked.place.township, asked.form["where"]) == (1, "低保名册第 3 行")
    assert at.text_area(key="field_what#1").value == "", "an empty form for the next"


def test_without_a_reason_nothing_is_sent(published: None) -> None:
    at = page(TOWN, "field/send.py", kind="correction")
    fill(at, field_where="低保名册第 3 行", field_what="金额应为 300")
    assert "理由" in send(at) and field_desk.waiting(operator()) == []
    assert at.text_area(key="field_what#0").value == "金额应为 300", "nothing is lost"


def test_before_the_county_published_its_units(store: Path) -> None:
    create_account(operator(), CIVIL.account, PASSWORD, CIVIL.role, CIVIL.scope, must_change=False)
    assert "还没有发布单位名录" in words(page(CIVIL, "field/send.py"))


def test_answers_are_read_and_only_ones_own(published: None) -> None:
    number = requests.ask(CIVIL, "upload", requests.Place(department=1), {}, "月度报送", [("a.csv", b"1")])
    field_desk.take(operator(), number)
    told = {"rows_read": 5, "rows_kept": 4, "rows_rejected": 1, "refused": [["b.csv", "看不懂"]]}
    sheet = {"file": "a.csv", "title": "发放记录", "rows_read": 5, "rows_kept": 4, "rows_rejected": 1}
    field_desk.answer(operator(), number, "done", told | {"sheets": [sheet]}, file=("退回的行.csv", b"x"))
    at = page(CIVIL, "field/sent.py")
    assert not at.exception and "共 1 件" in words(at) and "b.csv:看不懂" in words(at)
    assert "共 1 件" in words(page(WATCH, "field/sent.py")) and "共 0 件" in words(page(TOWN, "field/sent.py"))


def test_withdrawing(published: None) -> None:
    number = requests.ask(TOWN, "correction", requests.Place(township=1), {"where": "a", "what": "b"}, "录入有误")
    at = page(TOWN, "field/sent.py")
    at.text_input(key=f"withdraw_reason_{number}").set_value("已更正").run()
    at.button(key=f"withdraw_{number}").click().run()
    assert requests.one(TOWN, number).state == "withdrawn" and "已撤回" in words(at)


def test_the_desk_turns_down_with_a_reason_and_accepts(published: None, session: NewSession) -> None:
    first, second = (
        requests.ask(TOWN, "correction", requests.Place(township=1), {"where": "a", "what": "b"}, "录入有误")
        for _n in range(2)
    )
    at = opened(session, "keep/field_desk.py")
    assert not at.exception and "**2** 件待办理" in words(at)
    at.button(key=f"desk_refuse_{first}").click().run()
    assert "理由" in words(at) and requests.one(TOWN, first).state == "waiting"
    at.text_input(key=f"desk_reason_{first}").set_value("请附证明").run()
    at.button(key=f"desk_refuse_{first}").click().run()
    at.button(key=f"desk_done_{second}").click().run()
    assert (requests.one(TOWN, first).state, requests.one(TOWN, second).state) == ("refused", "done")
    assert requests.one(TOWN, first).answer["reason"] == "请附证明" and "**0** 件待办理" in words(at)


def test_a_limited_analyst_is_told_why(store: Path) -> None:
    create_account(operator(), "bi", PASSWORD, "analyst", Scope(townships=frozenset({1})), must_change=False)
    at = opened(sign_in("bi", PASSWORD), "keep/field_desk.py")
    assert not at.exception and "没有这一页" in words(at)
