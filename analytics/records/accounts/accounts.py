"""Accounts: make one, disable one, give one a new password. Each act is in the audit log."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analytics.permissions import ROLES, operator, require
from analytics.records import audit
from analytics.records.accounts.models import Account, scope_to
from analytics.records.accounts.passwords import hashed, random_password
from analytics.records.accounts.sessions import revoke_all_in
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.viewer import Scope, Viewer
from analytics.words import Refused


def folded(name: str) -> str:
    """A sign-in name as it is kept: no blanks around it, one case."""
    return name.strip().casefold()


def create_account(
    viewer: Viewer, name: str, password: str, role: str, scope: Scope | None = None, *, must_change: bool = True
) -> str:
    """Make an account and return its sign-in name; Refused for an unknown role, a taken or empty name."""
    require(viewer, "accounts")
    name = folded(name)
    if role not in ROLES:
        raise Refused("没有“{role}”这个角色。账号未建立。", role=role)
    password_hash = hashed(password)
    with transaction() as tx:
        if not name or tx.get(Account, name) is not None:
            raise Refused("账号名为空或已被使用。账号未建立,请换一个名字。")
        tx.add(
            Account(
                name=name,
                password_hash=password_hash,
                role=role,
                scope=scope_to(scope or Scope()),
                must_change=must_change,
                created_at=now(),
            )
        )
        audit.append(tx, viewer, "account.create", name, role=role, scope=scope_to(scope or Scope()))
    return name


def account_exists(name: str) -> bool:
    """Whether there is an account of this name (for the command line; the sign-in page never says)."""
    with reading() as tx:
        return tx.get(Account, folded(name)) is not None


def viewer_of(name: str) -> Viewer | None:
    """Who an account is now, for work done in its name; None when there is none of this name, or it is shut.

    Whoever runs the command line has no account and is the operator.
    """
    if name == operator().account:
        return operator()
    with reading() as tx:
        account = tx.get(Account, folded(name))
        return account.viewer if account is not None and account.disabled_at is None else None


def reset_password(viewer: Viewer, name: str) -> str:
    """Give an account a random password, end its sessions, and return the password (shown once)."""
    require(viewer, "accounts")
    password = random_password()
    password_hash = hashed(password)
    with transaction() as tx:
        account = _existing(tx, name)
        account.password_hash = password_hash
        ended = revoke_all_in(tx, account.name)
        audit.append(tx, viewer, "account.reset_password", account.name, sessions_ended=ended)
    return password


def disable_account(viewer: Viewer, name: str, reason: str) -> None:
    """Shut an account and end its sessions at once; the account and its history stay."""
    require(viewer, "accounts")
    reason = audit.reason_required(reason)
    with transaction() as tx:
        account = _existing(tx, name)
        account.disabled_at = now()
        ended = revoke_all_in(tx, account.name)
        audit.append(tx, viewer, "account.disable", account.name, reason, sessions_ended=ended)


def _existing(tx: Session, name: str) -> Account:
    account = tx.get(Account, folded(name))
    if account is None:
        raise Refused("没有这个账号,未作任何更改。")
    return account
