"""Grants: by a security administrator, never to oneself, for work on cases only with a second person."""

import pytest

from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts import accounts, grants
from analytics.records.accounts.models import Account
from analytics.records.accounts.sessions import live_session, sign_in
from analytics.records.db import reading
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD

SYSTEM, SECURITY, SECOND = Viewer("xi", "system_admin"), Viewer("an", "security_admin"), Viewer("an2", "security_admin")
STONE = Scope(townships=frozenset({2}))


@pytest.fixture
def li(store: object) -> str:
    for viewer in (SYSTEM, SECURITY, SECOND):
        accounts.create_account(operator(), viewer.account, PASSWORD, viewer.role, must_change=False)
    return accounts.create_account(SYSTEM, "li", PASSWORD, must_change=False)


def now(name: str) -> Viewer:
    with reading() as tx:
        return tx.get_one(Account, name).viewer


def only() -> grants.Grant:
    (waiting,) = grants.waiting(SYSTEM)
    return waiting


def test_a_new_account_may_do_nothing(li: str) -> None:
    assert now(li) == Viewer("li", "", Scope())
    with pytest.raises(Refused, match="没有“授权”的权限"):
        accounts.create_account(SYSTEM, "zhao", PASSWORD, "analyst")


def test_a_plain_role_holds_at_once_and_ends_the_sessions(li: str) -> None:
    session = sign_in(li, PASSWORD)
    assert grants.grant(SECURITY, "LI ", "analyst", STONE, "岗位调整") == "given"
    assert now(li) == Viewer("li", "analyst", STONE) and live_session(session.id) is None
    (line,) = audit.lines("grant.give")
    assert '"old_role": ""' in line.detail and '"role": "analyst"' in line.detail and line.subject == "li"


def test_work_on_cases_waits_for_another_person(li: str) -> None:
    assert grants.grant(SECURITY, li, "inspector", Scope(), "承办") == "waiting"
    assert now(li).role == "" and only().account == li
    for viewer in (SECURITY, SECOND):
        with pytest.raises(Refused, match="没有“批准授权”的权限"):
            grants.approve(viewer, only().id, "同意")
    grants.approve(SYSTEM, only().id, "同意")
    assert now(li).role == "inspector" and grants.waiting(SYSTEM) == []


def test_who_asked_and_whom_it_is_for_never_decide(li: str) -> None:
    grants.grant(operator(), li, "leader", Scope(), "任命")
    with pytest.raises(Refused, match="不能批准自己提出的授权"):
        grants.approve(operator(), only().id, "同意")
    with pytest.raises(Refused, match="不能批准给自己的授权"):
        grants.approve(Viewer("li", "leader"), only().id, "同意")
    assert now(li).role == ""


def test_a_refused_grant_leaves_the_account_and_is_decided_once(li: str) -> None:
    grants.grant(SECURITY, li, "trial", Scope(), "借调")
    asked = only()
    grants.refuse(SYSTEM, asked.id, "未到岗")
    for again in (grants.refuse, grants.approve):
        with pytest.raises(Refused, match="已经处理过"):
            again(SYSTEM, asked.id, "同意")
    assert now(li).role == "" and [line.subject for line in audit.lines("grant.refuse")] == ["li"]


@pytest.mark.parametrize(
    ("name", "role", "reason", "said"),
    [
        ("an", "analyst", "自己", "不能给自己授权"),
        ("nobody", "analyst", "有岗", "没有这个账号"),
        ("li", "emperor", "有岗", "没有“emperor”这个角色"),
        ("li", "operator", "有岗", "没有“命令行”这个角色"),
        ("li", "analyst", " ", "理由"),
    ],
)
def test_grants_that_cannot_be(li: str, name: str, role: str, reason: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        grants.grant(SECURITY, name, role, Scope(), reason)
    assert now(li).role == "" and not audit.lines("grant.ask")


def test_one_grant_waits_at_a_time(li: str) -> None:
    grants.grant(SECURITY, li, "leader", Scope(), "任命")
    with pytest.raises(Refused, match="等待批准"):
        grants.grant(SECOND, li, "analyst", Scope(), "岗位调整")


def test_taking_rights_away_needs_nobody_else(li: str) -> None:
    grants.grant(SECURITY, li, "analyst", STONE, "岗位调整")
    assert grants.grant(SECURITY, li, "", STONE, "离岗") == "given"
    assert now(li) == Viewer("li", "", Scope())


@pytest.mark.parametrize("face", ["office", "field"])
def test_a_face_gives_its_own_roles_only(li: str, monkeypatch: pytest.MonkeyPatch, face: str) -> None:
    monkeypatch.delenv("QINGZHANG_TRAINING")
    monkeypatch.setenv("QINGZHANG_FACE", face)
    other = {"office": "department", "field": "analyst"}[face]
    for role in (other, "training"):
        with pytest.raises(Refused, match="没有“"):
            grants.grant(SECURITY, li, role, Scope(), "岗位调整")


def test_nobody_shuts_his_own_account(li: str) -> None:
    with pytest.raises(Refused, match="自己的账号"):
        accounts.disable_account(SYSTEM, "xi", "休假")
    accounts.disable_account(SYSTEM, li, "离职")
    accounts.enable_account(SYSTEM, li, "返岗")
    assert sign_in(li, PASSWORD)
