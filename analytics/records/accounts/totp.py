"""The second step: a code of six figures that changes every thirty seconds (TOTP), and ten recovery codes."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import delete

from analytics.permissions import require
from analytics.records import audit
from analytics.records.accounts.models import CODE, TWO_STEP, Account, LiveSession, TwoStep
from analytics.records.accounts.own import confirm, confirmed
from analytics.records.accounts.passwords import READABLE
from analytics.records.accounts.sealing import seal, unseal
from analytics.records.accounts.sessions import NewSession, advance, note_refusal, revoke_all_in, two_step_demanded
from analytics.records.accounts.throttle import count_try, forget
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.keys import key_for
from analytics.viewer import Viewer
from analytics.words import Refused, _

RECOVERY_CODES = 10
RECOVERY_SIGNS = 10  # of 31: about 50 bits
STEPS_EITHER_WAY = 1
WRONG_CODE = "验证码不对或已经用过。请等验证器显示下一个,或改用恢复码。"


@dataclass(frozen=True)
class State:
    """Whether the second step is on, and how many recovery codes are left."""

    on: bool
    codes_left: int


@dataclass(frozen=True)
class SetUp:
    """What goes into an authenticator, shown while the second step is set up: the secret, and as an address (QR)."""

    secret: str
    uri: str


def state_of(viewer: Viewer) -> State:
    """One's own second step."""
    with reading() as tx:
        row = tx.get(TwoStep, viewer.account)
    return State(row is not None and row.since is not None, len(row.recovery) if row else 0)


def begin(session: LiveSession, password: str) -> SetUp:
    """Make a new secret, to be confirmed with its first code. Refused for a wrong password, or when it is on."""
    account, secret = confirm(session, password), pyotp.random_base32()
    with transaction() as tx:
        confirmed(tx, account)
        row = tx.get(TwoStep, account.name)
        if row is not None and row.since is not None:
            raise Refused("两步登录已经开启,未作任何更改。要换验证器,请先关闭。")
        tx.merge(
            TwoStep(
                account=account.name, secret=seal("totp", secret, account.name), since=None, last_code=0, recovery=[]
            )
        )
        audit.append(tx, session.viewer, "two_step.begin", account.name)
    return _set_up(secret, account.name)


def pending(session: LiveSession) -> SetUp | None:
    """The secret that waits for its first code, to be shown again after a mistyped one."""
    name = session.viewer.account
    with reading() as tx:
        row = tx.get(TwoStep, name)
    return _set_up(unseal("totp", row.secret, name), name) if row is not None and row.since is None else None


def turn_on(session: LiveSession, code: str) -> tuple[NewSession, list[str]]:
    """Confirm the secret with a code: the second step holds from now on. Ends all other
    sessions, puts a new one in the place of this.

    Returns the recovery codes, which are shown this once. Refused for a wrong code.
    """
    name = session.viewer.account
    count_try("set up", name)
    with transaction() as tx:
        row = tx.get(TwoStep, name, with_for_update=True)
        if row is None or row.since is not None:
            raise Refused("没有待确认的两步登录,未作任何更改。请重新开始。")
        if not _is_next(row, _typed(code)):
            raise Refused(WRONG_CODE)
        codes = _new_codes(row)
        row.since = now()
        forget(tx, "set up", name)
        ended = revoke_all_in(tx, name, but=session.id)
        audit.append(tx, session.viewer, "two_step.on", name, sessions_ended=ended)
        return advance(tx, session.id, TWO_STEP), codes


def turn_off(session: LiveSession, password: str) -> None:
    """No second step any more. Refused for a wrong password, or where the office demands it."""
    if two_step_demanded():
        raise Refused("本单位要求两步登录,不能关闭。未作任何更改。更换手机请联系管理员重置。")
    account = confirm(session, password)
    with transaction() as tx:
        confirmed(tx, account)
        tx.execute(delete(TwoStep).where(TwoStep.account == account.name))
        audit.append(tx, session.viewer, "two_step.off", account.name)


def renew_codes(session: LiveSession, password: str) -> list[str]:
    """Ten new recovery codes; the old ones open nothing any more. Refused for a wrong password."""
    account = confirm(session, password)
    with transaction() as tx:
        confirmed(tx, account)
        row = tx.get(TwoStep, account.name, with_for_update=True)
        if row is None or row.since is None:
            raise Refused("两步登录没有开启,未作任何更改。")
        left, codes = len(row.recovery), _new_codes(row)
        audit.append(tx, session.viewer, "two_step.codes", account.name, old_left=left, left=len(codes))
    return codes


def enter_code(session: LiveSession, code: str) -> NewSession:
    """The second step of a sign-in: a code of now (one step early or late), or a recovery code; each only once."""
    name = session.viewer.account
    count_try("code", name)
    typed = _typed(code)
    with transaction() as tx:
        row = tx.get(TwoStep, name, with_for_update=True)
        if row is not None and session.stage == CODE and (_is_next(row, typed) or _spends(row, typed)):
            forget(tx, "code", name)
            audit.append(tx, session.viewer, "two_step.code", name, recovery_left=len(row.recovery))
            return advance(tx, session.id, CODE)
        account = tx.get_one(Account, name)
    note_refusal(account, "code")
    raise Refused("{wrong} 未登录。", wrong=_(WRONG_CODE))


def reset_two_step(viewer: Viewer, name: str, reason: str) -> None:
    """An administrator takes the second step off an account (a lost phone, no codes left) and ends its sessions."""
    require(viewer, "accounts")
    reason, name = audit.reason_required(reason), name.strip().casefold()
    if name == viewer.account:
        raise Refused("不能重置自己的两步登录。未作任何更改,请由另一位系统管理员办理。")
    with transaction() as tx:
        row = tx.get(TwoStep, name)
        if row is None:
            raise Refused("这个账号没有开启两步登录,未作任何更改。")
        was_on = row.since is not None
        tx.delete(row)
        ended = revoke_all_in(tx, name)
        audit.append(tx, viewer, "two_step.reset", name, reason, was_on=was_on, sessions_ended=ended)


def _set_up(secret: str, name: str) -> SetUp:
    return SetUp(secret, pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_("清账")))


def _typed(code: str) -> str:
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code)).casefold()


def _is_next(row: TwoStep, typed: str) -> bool:
    """Whether it is a code of now, later than the last one taken; it is then the last one taken."""
    totp = pyotp.TOTP(unseal("totp", row.secret, row.account))
    try:
        number = totp.verify_and_get_timecode(typed, valid_window=STEPS_EITHER_WAY)
    except OTPVerificationError:
        return False
    if number <= row.last_code:
        return False
    row.last_code = number
    return True


def _spends(row: TwoStep, typed: str) -> bool:
    digest = _digest(row.account, typed)
    left = [kept for kept in row.recovery if not hmac.compare_digest(kept, digest)]
    spent = len(left) < len(row.recovery)
    row.recovery = left
    return spent


def _new_codes(row: TwoStep) -> list[str]:
    codes = ["".join(secrets.choice(READABLE) for _ in range(RECOVERY_SIGNS)) for _ in range(RECOVERY_CODES)]
    row.recovery = [_digest(row.account, code) for code in codes]
    half = RECOVERY_SIGNS // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def _digest(account: str, code: str) -> str:
    """With the store's key: who has only the database cannot try codes on it."""
    return hmac.new(key_for("recovery"), f"{account}\0{code}".encode(), hashlib.sha256).hexdigest()
