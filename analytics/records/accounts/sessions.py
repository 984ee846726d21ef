"""Sessions: sign in, stay in while somebody works, be turned out. The row is the truth; the cookie only points."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update
from sqlalchemy.orm import Session

from analytics.permissions import require
from analytics.records import audit
from analytics.records.accounts.models import Account, FailedSignIn, LiveSession, SignedIn
from analytics.records.accounts.passwords import matches
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)
FORGET_FAILURES = timedelta(days=1)
TOUCH_EVERY = timedelta(seconds=30)
WRONG = "账号或密码不对,未登录。请核对后再试。"


@dataclass(frozen=True)
class NewSession:
    """A fresh sign-in: the token goes into the cookie and nowhere else."""

    token: str
    id: str
    expires_at: datetime


def sign_in(name: str, password: str) -> NewSession:
    """Open a session; Refused with the same words, after the same work, for a wrong name or password.

    After five failures under one name each further try must wait: 1, 2, 4 … seconds, five minutes at most.
    """
    name = name.strip().casefold()
    _count_try(name)
    with reading() as tx:
        account = tx.get(Account, name)
    fits = matches(password, account.password_hash if account else None)
    if account is None or not fits or account.disabled_at is not None:
        _note_refusal(account)
        raise Refused(WRONG)
    return _open(account)


def session_of_token(token: str) -> LiveSession | None:
    """The live session a cookie's token opens, or None. For the gate only."""
    return _live(SignedIn.token_sha256 == _sha256(token))


def live_session(session_id: str) -> LiveSession | None:
    """The live session of this id, or None. The id is no key: a client that sends it as cookie gets nothing."""
    return _live(SignedIn.id == session_id)


def touch(session_id: str) -> None:
    """A person did something: the idle time begins anew (written at most every 30 seconds)."""
    moment = now()
    stale = SignedIn.last_seen_at < moment - TOUCH_EVERY
    with reading() as tx:
        due = tx.scalar(select(SignedIn.id).where(SignedIn.id == session_id, stale, _alive(moment)))
    if due:
        with transaction() as tx:
            tx.execute(update(SignedIn).where(SignedIn.id == due).values(last_seen_at=moment))


def sign_out(session_id: str) -> None:
    """End a session; ending one that has ended changes nothing."""
    with transaction() as tx:
        row = tx.get(SignedIn, session_id)
        if row is not None and row.revoked_at is None:
            row.revoked_at = now()
            audit.append(tx, tx.get_one(Account, row.account).viewer, "sign_out", row.id)


def revoke_all(viewer: Viewer, account: str, reason: str) -> int:
    """End every session of an account, now; returns how many there were."""
    require(viewer, "accounts")
    reason = audit.reason_required(reason)
    with transaction() as tx:
        ended = revoke_all_in(tx, account)
        audit.append(tx, viewer, "session.revoke_all", account, reason, sessions_ended=ended)
    return ended


def revoke_all_in(tx: Session, account: str) -> int:
    """The same within a caller's transaction, which writes its own audit line."""
    mine = (SignedIn.account == account, SignedIn.revoked_at.is_(None))
    done = tx.execute(update(SignedIn).where(*mine).values(revoked_at=now()))
    return cast("CursorResult[Any]", done).rowcount


def _alive(moment: datetime) -> ColumnElement[bool]:
    idle = timedelta(minutes=settings().session_idle_minutes)
    fresh = (SignedIn.last_seen_at > moment - idle) & (SignedIn.expires_at > moment)
    return SignedIn.revoked_at.is_(None) & fresh


def _live(which: ColumnElement[bool]) -> LiveSession | None:
    joined = select(SignedIn, Account).join(Account, Account.name == SignedIn.account)
    with reading() as tx:
        found = tx.execute(joined.where(which, _alive(now()), Account.disabled_at.is_(None))).first()
    if found is None:
        return None
    row, account = found
    return LiveSession(row.id, account.viewer, account.must_change, row.created_at, row.expires_at)


def _open(account: Account) -> NewSession:
    token, moment = secrets.token_urlsafe(32), now()
    row = SignedIn(
        id=secrets.token_hex(16),
        token_sha256=_sha256(token),
        account=account.name,
        created_at=moment,
        last_seen_at=moment,
        expires_at=moment + timedelta(hours=settings().session_hours),
    )
    with transaction() as tx:
        tx.execute(delete(FailedSignIn).where(FailedSignIn.name_sha256 == _sha256(account.name)))
        tx.add(row)
        audit.append(tx, account.viewer, "sign_in", row.id)
    return NewSession(token, row.id, row.expires_at)


def _count_try(name: str) -> None:
    """Count this try as failed before it is looked at, so that many at once cannot slip past the wait."""
    key, moment = _sha256(name), now()
    with transaction() as tx:
        tx.execute(delete(FailedSignIn).where(FailedSignIn.last_at < moment - FORGET_FAILURES))
        row = tx.get(FailedSignIn, key)
        if row is None:
            tx.add(FailedSignIn(name_sha256=key, failures=1, last_at=moment))
            return
        left = row.last_at + _wait_after(row.failures) - moment
        if left > timedelta():
            raise Refused("尝试次数过多,未登录。请在 {seconds} 秒后再试。", seconds=int(left.total_seconds()) + 1)
        row.failures, row.last_at = row.failures + 1, moment


def _wait_after(failures: int) -> timedelta:
    if failures < FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2.0 ** min(failures - FREE_TRIES, 20)), LONGEST_WAIT)


def _note_refusal(account: Account | None) -> None:
    """Log it under the account's name when there is one; a typed name that is none may be a password."""
    with transaction() as tx:
        audit.append(tx, account.viewer if account else Viewer("unknown", "none"), "sign_in.refused")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
