"""Sessions: sign in, stay in while somebody works, be turned out. The row is the truth; the cookie only points.

A session may still owe something (models.py: `stage`); until that is done it opens its own form and nothing else.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import Session

from analytics.faces import admits
from analytics.permissions import require
from analytics.records import audit
from analytics.records.accounts.models import CODE, FULL, PASSWORD, TWO_STEP, Account, LiveSession, SignedIn, TwoStep
from analytics.records.accounts.passwords import matches, rehashed
from analytics.records.accounts.throttle import count_try, device_of, forget
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused

TOUCH_EVERY = timedelta(seconds=30)
HALF_WAY_FOR = timedelta(minutes=10)
WRONG = "账号或密码不对,未登录。请核对后再试。"


@dataclass(frozen=True)
class NewSession:
    """A fresh sign-in: the token goes into the cookie and nowhere else. `device` marks a browser that got in."""

    token: str
    id: str
    expires_at: datetime
    stage: str = FULL
    device: str = ""


def sign_in(name: str, password: str, device: str = "") -> NewSession:
    """Open a session; Refused with the same words, after the same work, for a wrong name or password, or one shut.

    After five failures under one name each further try must wait, after twenty for an hour (throttle.py).
    """
    name = name.strip().casefold()
    count_try("password", name, device)
    with reading() as tx:
        account = tx.get(Account, name)
    fits = matches(password, account.password_hash if account else None)
    if account is None or not fits or account.disabled_at is not None:
        note_refusal(account, "password")
        raise Refused(WRONG)
    if not admits(account.role):
        note_refusal(account, "role")
        raise Refused("您的角色不在这里登录,未登录。请用本单位的登录地址,或联系安全管理员。")
    with transaction() as tx:
        current = tx.get_one(Account, name)
        if current.password_hash != account.password_hash:  # changed while it was weighed
            raise Refused(WRONG)
        forget(tx, "password", name, device)
        if newer := rehashed(password, current.password_hash):
            current.password_hash = newer
            audit.append(tx, current.viewer, "account.rehash", name)
        return open_session(tx, current, owed(tx, current), "password")


def session_of_token(token: str) -> LiveSession | None:
    """The live session a cookie's token opens, if it owes nothing more, or None. For the gate only."""
    return _live(SignedIn.token_sha256 == _sha256(token), SignedIn.stage == FULL)


def standing(token: str) -> LiveSession | None:
    """The live session of a token, whatever it still owes, or None. For the plain forms, which look at its stage."""
    return _live(SignedIn.token_sha256 == _sha256(token))


def live_session(session_id: str) -> LiveSession | None:
    """The live full session of this id, or None. The id is no key: a client that sends it as cookie gets nothing."""
    return _live(SignedIn.id == session_id, SignedIn.stage == FULL)


def touch(session_id: str) -> None:
    """A person did something: the idle time begins anew (written at most every 30 seconds)."""
    moment = now()
    stale = SignedIn.last_seen_at < moment - TOUCH_EVERY
    with reading() as tx:
        due = tx.scalar(select(SignedIn.id).where(SignedIn.id == session_id, stale, alive(moment)))
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


def revoke_all_in(tx: Session, account: str, but: str = "") -> int:
    """The same within a caller's transaction, which writes its own audit line; the session `but` goes on."""
    theirs = (SignedIn.account == account, SignedIn.revoked_at.is_(None), SignedIn.id != but)
    done = tx.execute(update(SignedIn).where(*theirs).values(revoked_at=now()))
    return cast("CursorResult[Any]", done).rowcount


def open_session(tx: Session, account: Account, stage: str, by: str) -> NewSession:
    """A new session in a caller's transaction; one that still owes something lives ten minutes."""
    row, token = _row(account.name, stage, now(), now() + _lasting(stage))
    tx.add(row)
    return _told(tx, row, account, token, by)


def advance(tx: Session, session_id: str, done: str) -> NewSession:
    """The session that follows `done` (a stage, or what was changed): another row, token and id. The old one has ended,
    and with it every socket that was opened under it; the absolute end of a full one is not moved.

    Raises Refused when the session has ended meanwhile.
    """
    old = tx.get(SignedIn, session_id, with_for_update=True)
    if old is None or old.revoked_at is not None:
        raise Refused("登录已结束,未作任何更改。请重新登录。")
    account = tx.get_one(Account, old.account)
    old.revoked_at = now()
    if old.stage == FULL:
        row, token = _row(account.name, FULL, old.created_at, old.expires_at)
        tx.add(row)
        return NewSession(token, row.id, row.expires_at)
    return open_session(tx, account, owed(tx, account, done), done)


def owed(tx: Session, account: Account, done: str = "") -> str:
    """What a sign-in has to bring next: the code, a password of one's own, the second step set up, or nothing."""
    second = tx.get(TwoStep, account.name)
    on = second is not None and second.since is not None
    if on and not done:
        return CODE
    if account.must_change:
        return PASSWORD
    return TWO_STEP if two_step_demanded() and not on and account.oidc_subject is None else FULL


def two_step_demanded() -> bool:
    """Whether everybody with a password needs the second step here: by setting, in the office."""
    return settings().totp_required and settings().face == "office"


def note_refusal(account: Account | None, step: str) -> None:
    """Log it under the account's name when there is one; a typed name that is none may be a password."""
    with transaction() as tx:
        audit.append(tx, account.viewer if account else Viewer("unknown", "none"), "sign_in.refused", step=step)


def alive(moment: datetime) -> ColumnElement[bool]:
    """The condition under which a session row lives at `moment`."""
    idle = timedelta(minutes=settings().session_idle_minutes)
    fresh = (SignedIn.last_seen_at > moment - idle) & (SignedIn.expires_at > moment)
    return SignedIn.revoked_at.is_(None) & fresh


def _live(*which: ColumnElement[bool]) -> LiveSession | None:
    joined = select(SignedIn, Account).join(Account, Account.name == SignedIn.account)
    with reading() as tx:
        found = tx.execute(joined.where(*which, alive(now()), Account.disabled_at.is_(None))).first()
    if found is None:
        return None
    row, account = found
    if not admits(account.role):
        return None
    return LiveSession(row.id, account.viewer, row.stage, row.created_at, row.expires_at)


def _row(account: str, stage: str, created: datetime, expires: datetime) -> tuple[SignedIn, str]:
    token = secrets.token_urlsafe(32)
    row = SignedIn(
        id=secrets.token_hex(16),
        token_sha256=_sha256(token),
        account=account,
        stage=stage,
        created_at=created,
        last_seen_at=now(),
        expires_at=expires,
    )
    return row, token


def _told(tx: Session, row: SignedIn, account: Account, token: str, by: str) -> NewSession:
    """Write in the log how far the sign-in has come, and hand it out."""
    act = "sign_in" if row.stage == FULL else "sign_in.half_way"
    tx.flush()
    audit.append(tx, account.viewer, act, row.id, by=by, owed=row.stage)
    return NewSession(token, row.id, row.expires_at, row.stage, device_of(account.name) if row.stage == FULL else "")


def _lasting(stage: str) -> timedelta:
    return timedelta(hours=settings().session_hours) if stage == FULL else HALF_WAY_FOR


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
