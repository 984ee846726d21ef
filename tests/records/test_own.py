"""One's own account: the first password changed at once, another password, one's sessions."""

import pytest

from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts import own, passwords
from analytics.records.accounts.accounts import create_account, reset_password
from analytics.records.accounts.models import Account, LiveSession
from analytics.records.accounts.sessions import NewSession, live_session, session_of_token, sign_in, sign_out, standing
from analytics.records.db import reading, transaction
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD

NEW = "two-apples-and-one-goat"
ME = Viewer("training", "training")


def held(session: NewSession) -> LiveSession:
    found = standing(session.token)
    assert found is not None
    return found


def newcomer() -> NewSession:
    create_account(operator(), "li", PASSWORD, role="training")
    return sign_in("li", PASSWORD)


def test_a_first_password_opens_nothing_but_its_own_change(store: object) -> None:
    half = newcomer()
    assert half.stage == "password" and not half.device
    assert session_of_token(half.token) is None and live_session(half.id) is None
    full = own.change_password(held(half), PASSWORD, NEW)
    assert full.stage == "full" and full.id != half.id and full.token != half.token
    live = session_of_token(full.token)
    assert live is not None and live.viewer.account == "li"
    assert standing(half.token) is None, "the token of the half session is dead"
    assert sign_in("li", NEW).stage == "full"


def test_half_a_session_lives_ten_minutes(store: object) -> None:
    half = held(newcomer())
    assert round((half.expires_at - half.created_at).total_seconds()) == 600


def test_a_sign_in_is_in_the_log_when_it_is_whole(store: object) -> None:
    half = newcomer()
    assert not audit.lines("sign_in") and len(audit.lines("sign_in.half_way")) == 1
    full = own.change_password(held(half), PASSWORD, NEW)
    assert [line.subject for line in audit.lines("sign_in")] == [full.id]
    assert '"first": true' in audit.lines("account.change_password")[0].detail


def test_a_new_password_ends_all_other_sessions(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    renewed = own.change_password(held(session), PASSWORD, NEW)
    assert live_session(other.id) is None and live_session(session.id) is None, "not even under its own id"
    assert session_of_token(session.token) is None
    assert renewed.expires_at == session.expires_at, "the absolute end is not moved"
    assert [one.id for one in own.own_sessions(ME)] == [renewed.id] and session_of_token(renewed.token)
    assert '"sessions_ended": 1' in audit.lines("account.change_password")[0].detail
    with pytest.raises(Refused):
        sign_in("training", PASSWORD)
    assert own.own_account(ME).password_changed_at is not None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("wrong-password", NEW, "现在的密码不对"), (PASSWORD, PASSWORD, "与现在的相同"), (PASSWORD, "short", "至少要有")],
)
def test_a_password_that_is_not_changed(session: NewSession, old: str, new: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        own.change_password(held(session), old, new)
    assert session_of_token(session.token) and live_session(sign_in("training", PASSWORD).id)


def test_the_old_password_cannot_be_guessed_at_a_stolen_session(session: NewSession) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="现在的密码不对"):
            own.change_password(held(session), "wrong-password", NEW)
    with pytest.raises(Refused, match="秒后再试"):
        own.change_password(held(session), PASSWORD, NEW)
    assert len(audit.lines("account.password_refused")) == 5
    assert live_session(sign_in("training", PASSWORD).id), "signing in is another count"


def test_a_session_that_ended_meanwhile_changes_nothing(session: NewSession) -> None:
    mine = held(session)
    sign_out(session.id)
    with pytest.raises(Refused, match="登录已结束"):
        own.change_password(mine, PASSWORD, NEW)
    assert live_session(sign_in("training", PASSWORD).id)


def test_a_password_reset_meanwhile_wins(session: NewSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the old password's check and the change an administrator resets it."""
    real = own.hashed

    def slow(password: str, name: str) -> str:
        reset_password(operator(), name, password="a-password-just-reset")
        return real(password, name)

    monkeypatch.setattr(own, "hashed", slow)
    with pytest.raises(Refused, match="在别处更改过"):
        own.change_password(held(session), PASSWORD, NEW)


def test_a_hash_is_renewed_at_the_sign_in(session: NewSession, monkeypatch: pytest.MonkeyPatch) -> None:
    import argon2

    monkeypatch.setattr(passwords, "_hasher", lambda: argon2.PasswordHasher(time_cost=1))
    with reading() as tx:
        before = tx.get_one(Account, "training").password_hash
    assert sign_in("training", PASSWORD).stage == "full"
    with reading() as tx:
        assert tx.get_one(Account, "training").password_hash != before
    assert len(audit.lines("account.rehash")) == 1
    assert sign_in("training", PASSWORD).stage == "full" and len(audit.lines("account.rehash")) == 1


def test_ones_sessions_are_listed_and_ended_one_by_one(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    assert {one.id for one in own.own_sessions(ME)} == {session.id, other.id}
    own.end_session(ME, other.id)
    assert live_session(other.id) is None and [one.id for one in own.own_sessions(ME)] == [session.id]
    with pytest.raises(Refused, match="已经结束"):
        own.end_session(ME, other.id)


def test_nobody_ends_anothers_session(session: NewSession) -> None:
    with pytest.raises(Refused):
        own.end_session(Viewer("li", "training"), session.id)
    assert live_session(session.id) and own.own_sessions(Viewer("li", "training")) == []


def test_signing_out_everywhere(session: NewSession) -> None:
    other = sign_in("training", PASSWORD)
    assert own.end_sessions(ME) == 2
    assert live_session(session.id) is None and live_session(other.id) is None
    assert '"sessions_ended": 2' in audit.lines("session.end_all")[0].detail


def test_a_provider_account_has_no_password_here(session: NewSession) -> None:
    with transaction() as tx:
        tx.get_one(Account, "training").oidc_subject = "0" * 64
    for act in (
        lambda: own.change_password(held(session), PASSWORD, NEW),
        lambda: reset_password(operator(), "training", password=NEW),
    ):
        with pytest.raises(Refused, match="统一登录"):
            act()
