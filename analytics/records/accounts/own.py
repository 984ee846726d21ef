"""What everybody does with their own account: another password, a look at one's sessions, an end to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from analytics.records import audit
from analytics.records.accounts.models import CODE, FULL, PASSWORD, Account, LiveSession, SignedIn
from analytics.records.accounts.passwords import OUTSIDE, hashed, matches
from analytics.records.accounts.sessions import NewSession, advance, alive, revoke_all_in
from analytics.records.accounts.throttle import count_try, forget
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.viewer import Viewer
from analytics.words import Refused


@dataclass(frozen=True)
class OwnSession:
    """One of one's own live sessions."""

    id: str
    since: datetime
    last_seen: datetime


@dataclass(frozen=True)
class OwnAccount:
    """One's own account: when its password was last changed (None: never here); `outside`: kept by a provider."""

    password_changed_at: datetime | None
    outside: bool


def own_account(viewer: Viewer) -> OwnAccount:
    """What one's own account is besides name, role and scope."""
    with reading() as tx:
        account = tx.get_one(Account, viewer.account)
    return OwnAccount(account.password_changed_at, account.oidc_subject is not None)


def change_password(session: LiveSession, old: str, new: str) -> NewSession:
    """Another password of one's own: ends all other sessions, puts a new one in the place of this.

    Refused for a wrong old one, the same again, or a new one that would be guessed first (passwords.py).
    """
    account = confirm(session, old)
    if matches(new, account.password_hash):
        raise Refused("新密码与现在的相同。密码未更改,请换一个。")
    password_hash = hashed(new, account.name)
    with transaction() as tx:
        current = confirmed(tx, account)
        first = current.must_change
        current.password_hash, current.must_change, current.password_changed_at = password_hash, False, now()
        ended = revoke_all_in(tx, current.name, but=session.id)
        audit.append(tx, session.viewer, "account.change_password", current.name, first=first, sessions_ended=ended)
        return advance(tx, session.id, PASSWORD)


def confirm(session: LiveSession, password: str) -> Account:
    """The session's account, once its password was typed again; Refused otherwise, and soon only after a wait."""
    name = session.viewer.account
    if session.stage == CODE:
        raise Refused("登录还差一步:请先填验证码。未作任何更改。")
    count_try("own", name)
    with reading() as tx:
        account = tx.get_one(Account, name)
    if account.oidc_subject:
        raise Refused(OUTSIDE)
    if not matches(password, account.password_hash):
        with transaction() as tx:
            audit.append(tx, session.viewer, "account.password_refused", name)
        raise Refused("现在的密码不对,未作任何更改。请核对后再试。")
    return account


def confirmed(tx: Session, account: Account) -> Account:
    """The account's row for a change in this transaction; Refused when its password is no longer the confirmed one."""
    current = tx.get_one(Account, account.name, with_for_update=True)
    if current.password_hash != account.password_hash:
        raise Refused("密码刚刚在别处更改过。未作任何更改,请重新登录。")
    forget(tx, "own", account.name)
    return current


def own_sessions(viewer: Viewer) -> list[OwnSession]:
    """One's live sessions, the one used last first."""
    mine = select(SignedIn).where(SignedIn.account == viewer.account, SignedIn.stage == FULL, alive(now()))
    with reading() as tx:
        rows = tx.scalars(mine.order_by(SignedIn.last_seen_at.desc(), SignedIn.id)).all()
    return [OwnSession(row.id, row.created_at, row.last_seen_at) for row in rows]


def end_session(viewer: Viewer, session_id: str) -> None:
    """End one of one's own sessions; Refused for any other."""
    mine = (SignedIn.id == session_id, SignedIn.account == viewer.account, SignedIn.revoked_at.is_(None))
    with transaction() as tx:
        if tx.scalar(select(SignedIn.id).where(*mine)) is None:
            raise Refused("这个登录已经结束,未作任何更改。")
        tx.execute(update(SignedIn).where(*mine).values(revoked_at=now()))
        audit.append(tx, viewer, "session.end", session_id)


def end_sessions(viewer: Viewer) -> int:
    """Sign out everywhere, here too; returns how many sessions that ended."""
    with transaction() as tx:
        ended = revoke_all_in(tx, viewer.account)
        audit.append(tx, viewer, "session.end_all", viewer.account, sessions_ended=ended)
    return ended
