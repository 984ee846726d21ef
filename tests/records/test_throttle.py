"""Failures in a row: the wait, the lock, who may lift it, and the person at their own browser who is not shut out."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts import sessions, throttle
from analytics.records.accounts.models import FailedTry
from analytics.records.accounts.sessions import NewSession, live_session, sign_in
from analytics.records.accounts.throttle import FREE_TRIES, LOCKED_AFTER, device_of, locked_until, unlock
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD


def refuse(name: str, password: str = "wrong-password", device: str = "") -> str:
    with pytest.raises(Refused) as caught:
        sign_in(name, password, device)
    return str(caught.value)


def failed(name: str, times: int, *, ago: timedelta = timedelta(), device: str = "") -> None:
    """As if `times` tries had failed, the last one so long ago."""
    with transaction() as tx:
        tx.merge(
            FailedTry(
                key_sha256=throttle._key("password", name, device),
                name_sha256=throttle._sha256(name),
                failures=times,
                last_at=now() - ago,
            )
        )


def count() -> int:
    with reading() as tx:
        return tx.query(FailedTry).count()


@pytest.mark.parametrize("name", ["training", "nobody"])
def test_failures_make_one_wait_even_with_the_right_password(session: NewSession, name: str) -> None:
    for _ in range(FREE_TRIES):
        assert refuse(name) == sessions.WRONG
    assert "秒后再试" in refuse(name, PASSWORD)


def test_after_the_wait_the_right_password_opens_and_clears(session: NewSession) -> None:
    failed("training", FREE_TRIES, ago=timedelta(seconds=2))
    assert live_session(sign_in("training", PASSWORD).id)
    assert count() == 0


def test_the_wait_doubles_is_bounded_and_becomes_a_lock() -> None:
    waits = [throttle.wait_after(n).total_seconds() for n in (4, 5, 6, 7, 19, 20, 100)]
    assert waits == [0, 1, 2, 4, 300, 3600, 3600]


@pytest.mark.parametrize("name", ["training", "nobody"])
def test_after_twenty_the_name_is_shut_whether_or_not_it_is_one(session: NewSession, name: str) -> None:
    failed(name, LOCKED_AFTER)
    assert refuse(name, PASSWORD) == "尝试次数过多,已暂时锁定,未登录。请在 60 分钟后再试,或请管理员解锁。"
    assert set(locked_until(operator(), [name, "somebody"])) == {name}


def test_trying_does_not_draw_the_lock_out(session: NewSession) -> None:
    failed("training", LOCKED_AFTER, ago=timedelta(minutes=30))
    assert "30 分钟后再试" in refuse("training")
    assert "30 分钟后再试" in refuse("training")


def test_after_an_hour_the_count_begins_anew(session: NewSession) -> None:
    failed("training", LOCKED_AFTER, ago=timedelta(minutes=61))
    assert locked_until(operator(), ["training"]) == {}
    assert refuse("training") == sessions.WRONG
    assert live_session(sign_in("training", PASSWORD).id)


def test_a_browser_one_has_signed_in_from_is_not_shut_out_by_others(session: NewSession) -> None:
    failed("training", LOCKED_AFTER)
    assert live_session(sign_in("training", PASSWORD, session.device).id)
    assert "已暂时锁定" in refuse("training", PASSWORD), "what that browser did clears nothing for the others"


Forge = Callable[[str], str]


@pytest.mark.parametrize(
    "forge",
    [lambda _real: "", lambda _real: "made.up", lambda _real: device_of("li"), lambda real: "x" + real],
    ids=["none", "made up", "of another account", "changed"],
)
def test_a_browser_cannot_claim_to_be_known(session: NewSession, forge: Forge) -> None:
    failed("training", LOCKED_AFTER)
    assert "已暂时锁定" in refuse("training", PASSWORD, forge(session.device))


def test_a_known_browser_is_shut_by_its_own_failures(session: NewSession) -> None:
    failed("training", LOCKED_AFTER, device=session.device)
    assert "已暂时锁定" in refuse("training", PASSWORD, session.device)
    assert live_session(sign_in("training", PASSWORD).id)


def test_an_administrator_lifts_the_lock_everywhere(session: NewSession) -> None:
    for device in ("", session.device):
        failed("training", LOCKED_AFTER, device=device)
    unlock(operator(), " Training ", "本人来电")
    assert count() == 0 and live_session(sign_in("training", PASSWORD, session.device).id)
    line = audit.lines("account.unlock")[-1]
    assert (line.subject, line.reason) == ("training", "本人来电") and f'"failures": {LOCKED_AFTER}' in line.detail


@pytest.mark.parametrize("role", ["analyst", "security_admin", "auditor", ""])
def test_nobody_else_lifts_or_sees_it(session: NewSession, role: str) -> None:
    for act in (lambda who: unlock(who, "training", "帮忙"), lambda who: locked_until(who, ["training"])):
        with pytest.raises(Refused, match="权限"):
            act(Viewer("a", role))


def test_failures_are_forgotten_after_a_day(session: NewSession) -> None:
    failed("zhao", 10, ago=timedelta(days=1, minutes=1))
    refuse("nobody")
    assert count() == 1
