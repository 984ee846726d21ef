"""导出: asked for by one, decided by another with a reason, collected once."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.export import CSV_TYPE, File, Head, Order
from analytics.permissions import operator
from analytics.records import export_requests
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.records.db import reading
from analytics.records.export_requests import ExportRequest
from analytics.records.exports import issue_export, redeem_export
from analytics.viewer import Viewer
from tests.conftest import PASSWORD
from tests.support.pages_at_work import opened, words

PAGE = "keep/exports.py"
LI = Viewer("li", "training")


@pytest.fixture
def li(session: NewSession) -> NewSession:
    create_account(operator(), "li", PASSWORD, role="training", must_change=False)
    return sign_in("li", PASSWORD)


def ask(session: NewSession) -> str:
    head = Head(LI, "乡镇=青禾镇", "abc")
    order = Order("疑点_*全县*.csv", CSV_TYPE, head, lambda _head: File(b"rows", 6000), plain=True)
    return issue_export(LI, session.id, order, "移交核查组").request


def html(at: AppTest) -> str:
    return " ".join(str(part.value) for part in at.get("html"))


def test_empty_it_says_so(session: NewSession) -> None:
    at = opened(session, PAGE)
    assert not at.exception and "没有等待批准的导出" in words(at) and "您还没有需要批准的导出" in words(at)


def test_another_sees_what_it_holds_and_approves_with_a_reason(session: NewSession, li: NewSession) -> None:
    request = ask(li)
    at = opened(session, PAGE)
    shown = words(at)
    assert all(part in shown for part in ("6,000 行", "含全号", "乡镇=青禾镇", "移交核查组", "li", "全县"))
    at.button(key=f"approve_{request}").click().run()
    assert "理由" in at.error[0].value
    at.text_input(key=f"note_{request}").input("同意移交")
    at.button(key=f"approve_{request}").click().run()
    assert "已批准" in at.success[0].value and "没有等待批准的导出" in words(at)


def test_who_asked_collects_once(session: NewSession, li: NewSession) -> None:
    request = ask(li)
    mine = opened(li, PAGE)
    assert "待批准" in words(mine) and f"approve_{request}" not in {button.key for button in mine.button}
    export_requests.approve(Viewer("training", "training"), request, "同意移交")
    mine = opened(li, PAGE)
    assert "同意移交" in words(mine)
    mine.button(key=f"collect_{request}").click().run()
    assert "/export/" in html(mine)
    with reading() as tx:
        serial = tx.get_one(ExportRequest, request).serial
    assert redeem_export(str(serial), li.id).payload == b"rows"
    assert "已领取" in words(opened(li, PAGE))


def test_refused_it_says_why(session: NewSession, li: NewSession) -> None:
    request = ask(li)
    at = opened(session, PAGE)
    at.text_input(key=f"note_{request}").input("范围过大")
    at.button(key=f"refuse_{request}").click().run()
    assert "未批准" in at.success[0].value
    assert "范围过大" in words(opened(li, PAGE))
