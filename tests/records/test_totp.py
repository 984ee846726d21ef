"""The second step: on with a first code, each code once, recovery codes, off with the password, reset by another."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyotp
import pytest

from analytics.permissions import operator
from analytics.records import audit
from analytics.records.accounts import own, totp
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.models import Account, LiveSession, TwoStep
from analytics.records.accounts.sessions import NewSession, live_session, session_of_token, sign_in, standing
from analytics.records.db import reading, records_url, transaction
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD
from tests.support.tampering import everything

ME = Viewer("training", "training")


class Clock:
    """The authenticator's and the server's time, in steps of thirty seconds."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = time.time()
        monkeypatch.setattr(time, "time", lambda: self.now)

    def code(self, secret: str, steps: int = 0) -> str:
        return pyotp.TOTP(secret).at(self.now + 30 * steps)

    def forward(self, steps: int = 1) -> None:
        self.now += 30 * steps


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    yield Clock(monkeypatch)


def held(session: NewSession) -> LiveSession:
    found = standing(session.token)
    assert found is not None
    return found


def on(session: NewSession, clock: Clock) -> tuple[str, list[str], NewSession]:
    """Turned on: the secret, the recovery codes, the session renewed."""
    secret = totp.begin(held(session), PASSWORD).secret
    renewed, codes = totp.turn_on(held(session), clock.code(secret))
    clock.forward(2)
    return secret, codes, renewed


def refused(session: NewSession, code: str) -> str:
    with pytest.raises(Refused) as caught:
        totp.enter_code(held(session), code)
    return str(caught.value)


def test_off_by_default_and_on_only_with_a_first_code(session: NewSession, clock: Clock) -> None:
    set_up = totp.begin(held(session), PASSWORD)
    assert set_up.uri.startswith("otpauth://totp/") and set_up.secret in set_up.uri
    assert not totp.state_of(ME).on and sign_in("training", PASSWORD).stage == "full"
    with pytest.raises(Refused, match="验证码不对"):
        totp.turn_on(held(session), "000000")
    assert totp.pending(held(session)) == set_up and not totp.state_of(ME).on
    renewed, codes = totp.turn_on(held(session), clock.code(set_up.secret))
    assert totp.state_of(ME) == totp.State(on=True, codes_left=10) and len(set(codes)) == 10
    assert totp.pending(held(renewed)) is None
    assert sign_in("training", PASSWORD).stage == "code"


def test_turning_it_on_ends_sessions_that_came_in_without_it(session: NewSession, clock: Clock) -> None:
    other = sign_in("training", PASSWORD)
    _secret, _codes, renewed = on(session, clock)
    assert live_session(other.id) is None and session_of_token(renewed.token) and not session_of_token(session.token)


def test_a_code_opens_once_only(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    first, second = sign_in("training", PASSWORD), sign_in("training", PASSWORD)
    assert session_of_token(first.token) is None
    code = clock.code(secret)
    opened = totp.enter_code(held(first), f" {code[:3]} {code[3:]} ")
    assert opened.stage == "full" and session_of_token(opened.token) and standing(first.token) is None
    assert totp.WRONG_CODE in refused(second, code)
    clock.forward()
    assert totp.enter_code(held(second), clock.code(secret)).stage == "full"


def test_the_code_that_turned_it_on_opens_nothing(session: NewSession, clock: Clock) -> None:
    secret = totp.begin(held(session), PASSWORD).secret
    totp.turn_on(held(session), clock.code(secret))
    assert totp.WRONG_CODE in refused(sign_in("training", PASSWORD), clock.code(secret))


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_early_or_late(session: NewSession, clock: Clock, steps: int, opens: bool) -> None:
    secret, _codes, _renewed = on(session, clock)
    clock.forward(3)
    half, code = sign_in("training", PASSWORD), clock.code(secret, steps)
    if opens:
        assert totp.enter_code(held(half), code).stage == "full"
    else:
        refused(half, code)


def test_an_earlier_code_after_a_later_one_opens_nothing(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    totp.enter_code(held(sign_in("training", PASSWORD)), clock.code(secret, 1))
    assert totp.WRONG_CODE in refused(sign_in("training", PASSWORD), clock.code(secret))


def test_full_width_figures_are_figures(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    wide = clock.code(secret).translate({ord("0") + n: ord("0") + n for n in range(10)})
    assert totp.enter_code(held(sign_in("training", PASSWORD)), wide).stage == "full"


def test_two_at_once_with_one_code(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    halves = [held(sign_in("training", PASSWORD)) for _ in range(4)]

    def enter(half: LiveSession) -> bool:
        try:
            return totp.enter_code(half, clock.code(secret)).stage == "full"
        except Refused:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, halves)) == 1


def test_a_recovery_code_opens_once(session: NewSession, clock: Clock) -> None:
    _secret, codes, _renewed = on(session, clock)
    assert totp.enter_code(held(sign_in("training", PASSWORD)), codes[3].upper()).stage == "full"
    assert totp.state_of(ME).codes_left == 9
    refused(sign_in("training", PASSWORD), codes[3])
    assert totp.enter_code(held(sign_in("training", PASSWORD)), codes[4].replace("-", "")).stage == "full"
    assert '"recovery_left": 8' in audit.lines("two_step.code")[-1].detail


def test_new_recovery_codes_void_the_old(session: NewSession, clock: Clock) -> None:
    _secret, old, renewed = on(session, clock)
    with pytest.raises(Refused, match="密码不对"):
        totp.renew_codes(held(renewed), "wrong-password")
    new = totp.renew_codes(held(renewed), PASSWORD)
    refused(sign_in("training", PASSWORD), old[0])
    assert totp.enter_code(held(sign_in("training", PASSWORD)), new[0]).stage == "full"


def test_codes_are_not_guessed(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    for _ in range(5):
        refused(sign_in("training", PASSWORD), "000000")
    assert "秒后再试" in refused(sign_in("training", PASSWORD), clock.code(secret))
    assert len(audit.lines("sign_in.refused")) == 5


def test_knowing_the_password_alone_turns_nothing_off(session: NewSession, clock: Clock) -> None:
    on(session, clock)
    half = held(sign_in("training", PASSWORD))
    for act in (totp.turn_off, totp.renew_codes, totp.begin):
        with pytest.raises(Refused, match="请先填验证码"):
            act(half, PASSWORD)
    with pytest.raises(Refused, match="请先填验证码"):
        own.change_password(half, PASSWORD, "two-apples-and-one-goat")
    assert totp.state_of(ME).on


def test_off_with_the_password(session: NewSession, clock: Clock) -> None:
    _secret, _codes, renewed = on(session, clock)
    with pytest.raises(Refused, match="密码不对"):
        totp.turn_off(held(renewed), "wrong-password")
    assert totp.state_of(ME).on
    totp.turn_off(held(renewed), PASSWORD)
    assert sign_in("training", PASSWORD).stage == "full" and len(audit.lines("two_step.off")) == 1


def test_it_is_not_begun_twice(session: NewSession, clock: Clock) -> None:
    _secret, _codes, renewed = on(session, clock)
    with pytest.raises(Refused, match="已经开启"):
        totp.begin(held(renewed), PASSWORD)


def test_an_administrator_resets_it_for_another_with_a_reason(session: NewSession, clock: Clock) -> None:
    _secret, _codes, renewed = on(session, clock)
    for who in (Viewer("a", "analyst"), Viewer("a", "security_admin")):
        with pytest.raises(Refused, match="权限"):
            totp.reset_two_step(who, "training", "手机遗失")
    with pytest.raises(Refused, match="理由"):
        totp.reset_two_step(operator(), "training", "")
    with pytest.raises(Refused, match="自己的"):
        totp.reset_two_step(ME, "training", "手机遗失")
    totp.reset_two_step(operator(), "training", "手机遗失")
    assert live_session(renewed.id) is None and sign_in("training", PASSWORD).stage == "full"
    assert audit.lines("two_step.reset")[0].reason == "手机遗失"
    with pytest.raises(Refused, match="没有开启"):
        totp.reset_two_step(operator(), "training", "手机遗失")


def test_neither_secret_nor_codes_lie_in_the_database(session: NewSession, clock: Clock, store: Path) -> None:
    secret, codes, _renewed = on(session, clock)
    kept = everything(records_url())
    hidden = [secret, *codes, *(code.replace("-", "") for code in codes)]
    assert session.id.encode() in kept and not [text for text in hidden if text.encode() in kept]


def test_a_secret_moved_to_another_account_opens_nothing(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    create_account(operator(), "li", PASSWORD, role="training", must_change=False)
    with transaction() as tx:
        row = tx.get_one(TwoStep, "training")
        tx.add(TwoStep(account="li", secret=row.secret, since=row.since, last_code=0, recovery=row.recovery))
    with pytest.raises(Refused, match="无法解密"):
        totp.enter_code(held(sign_in("li", PASSWORD)), clock.code(secret))


def test_where_it_is_demanded_one_sets_it_up_first(
    session: NewSession, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGZHANG_TOTP_REQUIRED", "true")
    half = sign_in("training", PASSWORD)
    assert half.stage == "two_step" and session_of_token(half.token) is None
    secret = totp.begin(held(half), PASSWORD).secret
    full, _codes = totp.turn_on(held(half), clock.code(secret))
    assert full.stage == "full" and session_of_token(full.token)
    with pytest.raises(Refused, match="不能关闭"):
        totp.turn_off(held(full), PASSWORD)
    clock.forward(2)
    assert sign_in("training", PASSWORD).stage == "code"
    monkeypatch.setenv("QINGZHANG_FACE", "field")
    create_account(operator(), "training", PASSWORD, "training", must_change=False)
    assert sign_in("training", PASSWORD).stage == "full", "the office demands it, not the field"


def test_a_newcomer_changes_the_password_then_sets_it_up(
    store: object, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGZHANG_TOTP_REQUIRED", "true")
    create_account(operator(), "li", PASSWORD, role="training")
    half = sign_in("li", PASSWORD)
    assert half.stage == "password"
    half = own.change_password(held(half), PASSWORD, "two-apples-and-one-goat")
    assert half.stage == "two_step" and session_of_token(half.token) is None


def test_a_new_first_password_still_takes_the_code_first(session: NewSession, clock: Clock) -> None:
    secret, _codes, _renewed = on(session, clock)
    with transaction() as tx:
        tx.get_one(Account, "training").must_change = True
    half = sign_in("training", PASSWORD)
    assert half.stage == "code"
    half = totp.enter_code(held(half), clock.code(secret))
    assert half.stage == "password"
    assert own.change_password(held(half), PASSWORD, "two-apples-and-one-goat").stage == "full"


def test_recovery_is_bound_to_the_account(session: NewSession, clock: Clock) -> None:
    _secret, codes, _renewed = on(session, clock)
    with reading() as tx:
        kept = tx.get_one(TwoStep, "training").recovery
    typed = codes[0].replace("-", "")
    assert totp._digest("training", typed) == kept[0] != totp._digest("li", typed)
