"""Accounts and sessions: who gets in, for how long, and how they are turned out."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from analytics.permissions import ACTIONS, COMMAND_LINE, ROLES, may, operator, require
from analytics.records.accounts import accounts, sessions, training
from analytics.records.accounts.models import Account, SignedIn
from analytics.records.accounts.passwords import random_password
from analytics.records.accounts.sessions import (
    NewSession,
    live_session,
    session_of_token,
    sign_in,
    sign_out,
    standing,
    touch,
)
from analytics.records.accounts.training import training_accounts
from analytics.records.db import reading, records_url, transaction
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD
from tests.support.tampering import everything


def age(session: NewSession, **columns: timedelta) -> None:
    """Move the session's times into the past."""
    with transaction() as tx:
        row = tx.get_one(SignedIn, session.id)
        for column, by in columns.items():
            setattr(row, column, getattr(row, column) - by)


def refuse(name: str, password: str = "wrong-password") -> str:
    with pytest.raises(Refused) as caught:
        sign_in(name, password)
    return str(caught.value)


def test_a_session_opens_by_its_token_and_never_by_its_id(session: NewSession) -> None:
    found = session_of_token(session.token)
    assert found is not None and found.id == session.id
    assert found.viewer == Viewer("training", "training", Scope())
    assert session_of_token(session.id) is None
    assert live_session(session.token) is None


def test_the_token_is_not_in_the_database(session: NewSession, store: Path) -> None:
    with transaction():
        pass
    kept = everything(records_url())
    assert session.id.encode() in kept and session.token.encode() not in kept


def test_the_scope_comes_back(store: Path) -> None:
    scope = Scope(townships=frozenset({3, 1}))
    accounts.create_account(operator(), " Wang ", PASSWORD, "training", scope)
    opened = sign_in("WANG", PASSWORD)
    half = standing(opened.token)
    assert half is not None and half.viewer == Viewer("wang", "training", scope) and half.stage == "password"
    assert live_session(opened.id) is None and session_of_token(opened.token) is None


def test_idle_sessions_end_and_touch_keeps_them(session: NewSession) -> None:
    age(session, last_seen_at=timedelta(minutes=29))
    assert live_session(session.id)
    touch(session.id)
    age(session, last_seen_at=timedelta(minutes=29))
    assert live_session(session.id)
    age(session, last_seen_at=timedelta(minutes=2))
    assert live_session(session.id) is None and session_of_token(session.token) is None


def test_touch_does_not_wake_the_dead(session: NewSession) -> None:
    age(session, last_seen_at=timedelta(minutes=31))
    touch(session.id)
    assert live_session(session.id) is None


def test_the_absolute_end_is_not_moved_by_work(session: NewSession) -> None:
    age(session, expires_at=timedelta(hours=12))
    touch(session.id)
    assert live_session(session.id) is None


def test_sign_out_ends_this_session_only(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    sign_out(session.id)
    sign_out(session.id)
    assert live_session(session.id) is None and live_session(other.id)


def test_revoke_all(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    assert sessions.revoke_all(operator(), "training", "电脑遗失") == 2
    assert live_session(session.id) is None and live_session(other.id) is None


def test_a_disabled_account_is_out_at_once(session: NewSession) -> None:
    accounts.disable_account(operator(), "training", "调离")
    assert live_session(session.id) is None
    assert refuse("training", PASSWORD) == sessions.WRONG


def test_a_wrong_name_and_a_wrong_password_get_the_same_words(session: NewSession) -> None:
    assert refuse("training") == refuse("nobody-of-this-name") == sessions.WRONG


def test_a_name_that_is_none_or_shut_takes_the_same_work(session: NewSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """One weighing of a password and as many statements to the database, whatever is wrong."""
    accounts.create_account(operator(), "shut", PASSWORD, role="training", must_change=False)
    accounts.disable_account(operator(), "shut", "调离")
    weighed: list[str | None] = []
    real = sessions.matches
    monkeypatch.setattr(sessions, "matches", lambda *given: weighed.append(given[1]) or real(*given))
    work = {name: statements(lambda name=name: refuse(name)) for name in ("training", "nobody", "shut")}
    assert len(weighed) == 3 and weighed.count(None) == 1
    assert len(set(map(tuple, work.values()))) == 1, work


def statements(act: Callable[[], object]) -> list[str]:
    """What an act sends to the database."""
    sent: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    return sent


@pytest.mark.parametrize(
    ("name", "password", "role"),
    [
        ("", PASSWORD, "training"),
        ("a", "short", "training"),
        ("a", PASSWORD, "emperor"),
        ("TRAINING", PASSWORD, "training"),
        ("os:root", PASSWORD, "training"),
        ("oidc:wang", PASSWORD, "training"),
        ("wangxiaoming", "Wangxiaoming-12", "training"),
    ],
)
def test_accounts_that_cannot_be(session: NewSession, name: str, password: str, role: str) -> None:
    with pytest.raises(Refused):
        accounts.create_account(operator(), name, password, role)
    with reading() as tx:
        assert tx.query(Account).count() == 1


def test_training_accounts_are_made_once_one_a_role_and_can_be_renewed(store: Path) -> None:
    first = training_accounts()
    assert first is not None and training_accounts() is None
    old = sign_in("training", first)
    second = training_accounts(new_password=True)
    assert second is not None and live_session(old.id) is None
    assert refuse("training", first) == sessions.WRONG
    for name, role in training.names().items():
        live = live_session(sign_in(name, second).id)
        assert live and live.viewer == Viewer(name, role, training.SCOPES.get(role, Scope()))
    assert set(ROLES) - {"operator"} == set(training.names().values())


def test_random_passwords_differ() -> None:
    assert len({random_password() for _ in range(50)}) == 50


@pytest.mark.parametrize("action", sorted(ACTIONS.keys() - COMMAND_LINE))
def test_permissions(action: str) -> None:
    assert may(Viewer("a", "training"), action)
    assert not may(Viewer("a", "auditor-of-nothing"), action)
    with pytest.raises(Refused, match="权限"):
        require(Viewer("a", "auditor-of-nothing"), action)


def test_a_misspelt_action_is_an_error() -> None:
    with pytest.raises(KeyError):
        may(operator(), "exprot")
