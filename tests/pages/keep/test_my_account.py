"""我的账号: who one is, where to change the password, where one is signed in; for every role."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.models import Account
from analytics.records.accounts.sessions import NewSession, live_session, sign_in, sign_out
from analytics.records.db import transaction
from tests.conftest import PASSWORD
from tests.support.pages_at_work import opened, words


def links(at: AppTest) -> str:
    return " ".join(part.proto.body for part in at.main.get("html"))


def test_who_one_is_and_where_one_is_signed_in(session: NewSession) -> None:
    sign_in("training", PASSWORD)
    at = opened(session, "keep/my_account.py")
    said = words(at)
    assert not at.exception and at.title[0].value == "我的账号"
    assert "培训(全部权限)" in said and "范围:全县" in said and "还没有改过" in said and "未开启" in said
    assert "您现在有 2 个登录" in said and said.count("本次") == 1
    assert 'href="/password?next=/my_account"' in links(at) and 'href="/two-step?next=/my_account"' in links(at)


def test_ending_another_session(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    at = opened(session, "keep/my_account.py")
    at.button(key=f"end_{other.id}").click().run()
    assert live_session(other.id) is None and live_session(session.id)
    assert "您现在有 1 个登录" in words(at) and "已结束登录于" in at.success[0].value


def test_ending_one_that_has_ended_says_so(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    at = opened(session, "keep/my_account.py")
    sign_out(other.id)
    at.button(key=f"end_{other.id}").click().run()
    assert "已经结束" in at.error[0].value and live_session(session.id)


def test_signing_out_everywhere_ends_this_page_too(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    at = opened(session, "keep/my_account.py")
    at.button(key="end_all").click().run()
    assert live_session(session.id) is None and live_session(other.id) is None
    assert [title.value for title in at.title] == ["请登录"]


@pytest.mark.parametrize("role", ["", "auditor", "township_inspector", "petition"])
def test_every_role_has_it_from_the_foot_of_the_menu(session: NewSession, role: str) -> None:
    create_account(operator(), "li", PASSWORD, role=role, must_change=False)
    at = opened(sign_in("li", PASSWORD), "keep/my_account.py")
    assert not at.exception and at.title[0].value == "我的账号"
    assert at.sidebar.get("page_link")[-1].proto.label == "li"


def test_an_account_of_the_provider_is_sent_there(session: NewSession) -> None:
    with transaction() as tx:
        tx.get_one(Account, "training").oidc_subject = "0" * 64
    at = opened(session, "keep/my_account.py")
    assert "统一登录" in words(at) and "/password" not in links(at)
