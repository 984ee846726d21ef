"""账号: each administrator finds his own acts, and a second person decides."""

import hashlib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.permissions import operator
from analytics.records.accounts import throttle
from analytics.records.accounts.accounts import create_account, viewer_of
from analytics.records.accounts.models import FailedTry
from analytics.records.accounts.sessions import sign_in
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.settings import ROOT
from tests.conftest import PASSWORD
from tests.support.pages_at_work import opened, words

NAMES = {"xi": "system_admin", "an": "security_admin", "shen": "auditor", "li": "", "wang": "inspector"}


@pytest.fixture
def people(store: Path) -> None:
    for name, role in NAMES.items():
        create_account(operator(), name, PASSWORD, role, must_change=False)


def page(name: str, file: str = "keep/accounts.py") -> AppTest:
    return opened(sign_in(name, PASSWORD), file)


def said(at: AppTest) -> str:
    return " ".join(str(one.value) for one in [*at.success, *at.error])


def tables(at: AppTest) -> str:
    return " ".join(str(part.value) for part in at.get("html"))


def labels(at: AppTest) -> set[str]:
    return {button.label for button in at.button}


def choose(at: AppTest, name: str) -> AppTest:
    return at.selectbox(key="account_chosen").set_value(name).run()


def test_the_system_administrator_makes_an_account_and_shows_its_password_once(people: None) -> None:
    at = page("xi")
    assert not at.exception and "共 **5** 个账号" in words(at)
    at.text_input(key="account_name").set_value("zhao")
    next(b for b in at.button if b.label == "建立").click().run()
    assert "zhao 的初始密码" in said(at) and "zhao 的初始密码" not in said(at.run())
    found = viewer_of("zhao")
    assert found and found.role == ""
    assert "授权" not in labels(choose(at, "zhao")) and "重置密码" in labels(at)


def test_a_name_locked_by_wrong_passwords_is_shown_and_unlocked(people: None) -> None:
    moment = now()
    with transaction() as tx:
        key = throttle._key("password", "li", "")
        named = hashlib.sha256(b"li").hexdigest()
        tx.add(FailedTry(key_sha256=key, name_sha256=named, failures=throttle.LOCKED_AFTER, last_at=moment))
    at = page("xi")
    assert "锁定至" in tables(at) and "锁定至" not in tables(page("an")), "for who can unlock it"
    choose(at, "li")
    at.text_input(key="account_reason").set_value("本人来电").run()
    at.button(key="account_unlock").click().run()
    assert "锁定至" not in tables(at)


def test_shutting_needs_a_reason(people: None) -> None:
    at = choose(page("xi"), "li")
    at.button(key="account_switch").click().run()
    assert "理由" in said(at) and viewer_of("li")
    at.text_input(key="account_reason").set_value("离职").run()
    at.button(key="account_switch").click().run()
    assert "li 已停用" in said(at) and viewer_of("li") is None


def test_the_security_administrator_grants_and_somebody_else_approves(people: None) -> None:
    at = choose(page("an"), "li")
    assert "停用账号" not in labels(at) and "建立" not in labels(at)
    at.selectbox(key="grant_role").set_value("leader")
    at.text_input(key="grant_reason").set_value("任命")
    next(b for b in at.button if b.label == "授权").click().run()
    assert "须由另一人批准" in said(at) and "**1** 项授权" in words(at)
    assert "等待系统管理员或主要负责人批准" in words(at) and "批准" not in labels(at)
    second = page("xi")
    key = next(b.key for b in second.button if b.label == "批准").removeprefix("grant_approve_")
    second.text_input(key=f"grant_reason_{key}").set_value("同意").run()
    second.button(key=f"grant_approve_{key}").click().run()
    found = viewer_of("li")
    assert "已批准" in said(second) and found and found.role == "leader"


def test_the_auditor_looks_and_does_nothing(people: None) -> None:
    at = page("shen")
    assert not at.exception and "共 **5** 个账号" in words(at)
    assert not labels(at) & {"建立", "授权", "重置密码", "停用账号", "批准"}


@pytest.mark.parametrize(
    ("name", "file"), [("wang", "keep/accounts.py"), ("xi", "find/suspects.py"), ("li", "look/overview.py")]
)
def test_a_page_the_role_has_not_is_a_sentence(people: None, name: str, file: str) -> None:
    at = page(name, file)
    assert not at.exception and "没有这一页" in words(at)


def test_the_first_page_is_the_first_one_has(people: None) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": sign_in("an", PASSWORD).id}
    at.run()
    assert not at.exception and at.title[0].value == "账号"
