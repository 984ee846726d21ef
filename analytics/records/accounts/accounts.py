"""Accounts: made without rights, shut, given a new password. What an account may do comes by grants.py.

Each act is in the audit log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.faces import require_role
from analytics.permissions import may, operator, require
from analytics.records import audit
from analytics.records.accounts.models import Account, SignedIn, scope_from, scope_to
from analytics.records.accounts.passwords import OUTSIDE, hashed, random_password
from analytics.records.accounts.sessions import revoke_all_in
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.viewer import Scope, Viewer
from analytics.words import Refused

# Any of these sees the list of accounts: who keeps them, who grants, who approves, who reads the log.
_LISTERS = ("accounts", "grants", "approve_grants", "audit")


@dataclass(frozen=True)
class Listed:
    """An account as administrators see it; nothing of its password."""

    name: str
    role: str
    scope: Scope
    must_change: bool
    created_at: datetime
    disabled_at: datetime | None
    last_seen_at: datetime | None


def folded(name: str) -> str:
    """A sign-in name as it is kept: no blanks around it, one case."""
    return name.strip().casefold()


def create_account(
    viewer: Viewer, name: str, password: str, role: str = "", scope: Scope | None = None, *, must_change: bool = True
) -> str:
    """Make an account and return its sign-in name; without a role it may do nothing yet.

    Refused for a taken or empty name, and, with a role, for one this face has not or a viewer who may not grant.
    """
    require(viewer, "accounts")
    name, limits = folded(name), scope_to(scope or Scope())
    if role:
        require(viewer, "grants")
        require_role(role)
    if ":" in name:  # os:… is the command line, oidc:… comes from the provider
        raise Refused("账号名不能含冒号。账号未建立,请换一个名字。")
    password_hash = hashed(password, name)
    with transaction() as tx:
        if not name or len(name) > 80 or tx.get(Account, name) is not None:
            raise Refused("账号名为空、过长或已被使用。账号未建立,请换一个名字。")
        made = Account(
            name=name, password_hash=password_hash, role=role, scope=limits, must_change=must_change, created_at=now()
        )
        tx.add(made)
        audit.append(tx, viewer, "account.create", name, role=role, scope=limits)
    return name


def list_accounts(viewer: Viewer) -> list[Listed]:
    """All accounts in order of their names. Refused for who neither keeps accounts nor grants nor audits."""
    if not any(may(viewer, action) for action in _LISTERS):
        require(viewer, "accounts")
    seen = select(SignedIn.account, func.max(SignedIn.last_seen_at)).group_by(SignedIn.account)
    with reading() as tx:
        last: dict[str, datetime] = {row[0]: row[1] for row in tx.execute(seen)}
        rows = tx.scalars(select(Account).order_by(Account.name)).all()
    return [
        Listed(r.name, r.role, scope_from(r.scope), r.must_change, r.created_at, r.disabled_at, last.get(r.name))
        for r in rows
    ]


def account_exists(name: str) -> bool:
    """Whether there is an account of this name (for the command line; the sign-in page never says)."""
    with reading() as tx:
        return tx.get(Account, folded(name)) is not None


def any_account() -> bool:
    """Whether anybody has an account here (for the command line's first step)."""
    with reading() as tx:
        return tx.scalars(select(Account.name).limit(1)).first() is not None


def viewer_of(name: str) -> Viewer | None:
    """Who an account is now, for work done in its name; None when there is none of this name, or it is shut.

    Whoever runs the command line has no account and is the operator.
    """
    if name == operator().account:
        return operator()
    with reading() as tx:
        account = tx.get(Account, folded(name))
        return account.viewer if account is not None and account.disabled_at is None else None


def reset_password(viewer: Viewer, name: str, reason: str = "", *, password: str = "", must_change: bool = True) -> str:
    """Give an account a password (a random one unless named), end its sessions, and return it: shown once."""
    require(viewer, "accounts")
    password = password or random_password()
    password_hash = hashed(password, folded(name))
    with transaction() as tx:
        account = existing(tx, name)
        if account.oidc_subject:
            raise Refused(OUTSIDE)
        account.password_hash, account.must_change = password_hash, must_change
        account.password_changed_at = now()
        ended = revoke_all_in(tx, account.name)
        audit.append(tx, viewer, "account.reset_password", account.name, reason, sessions_ended=ended)
    return password


def disable_account(viewer: Viewer, name: str, reason: str) -> None:
    """Shut an account and end its sessions at once; the account and its history stay. Nobody shuts his own."""
    _switch(viewer, name, reason, shut=True)


def enable_account(viewer: Viewer, name: str, reason: str) -> None:
    """Open an account again that was shut; its role and scope are as they were."""
    _switch(viewer, name, reason, shut=False)


def _switch(viewer: Viewer, name: str, reason: str, *, shut: bool) -> None:
    require(viewer, "accounts")
    reason = audit.reason_required(reason)
    with transaction() as tx:
        account = existing(tx, name)
        if account.name == viewer.account:
            raise Refused("不能停用或启用自己的账号。未作任何更改,请由另一位系统管理员办理。")
        account.disabled_at = now() if shut else None
        ended = revoke_all_in(tx, account.name) if shut else 0
        act = "account.disable" if shut else "account.enable"
        audit.append(tx, viewer, act, account.name, reason, sessions_ended=ended)


def existing(tx: Session, name: str) -> Account:
    """The account of this name; Refused when there is none."""
    account = tx.get(Account, folded(name))
    if account is None:
        raise Refused("没有这个账号,未作任何更改。")
    return account
