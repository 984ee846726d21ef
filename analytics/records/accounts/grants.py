"""Grants: who gives which role and scope to whom. Nobody grants himself, and work on cases takes a second person.

A grant is asked for by a security administrator. It holds at once, or, for a role of CASE_ROLES, once somebody else
who may has approved it. Whatever changes ends the account's sessions, so its open pages turn by themselves.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Literal

from sqlalchemy import JSON, ForeignKey, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analytics.faces import CASE_ROLES, require_role, role_title
from analytics.permissions import may, require
from analytics.records import audit
from analytics.records.accounts.accounts import existing, folded
from analytics.records.accounts.models import Account, scope_from, scope_to
from analytics.records.accounts.sessions import revoke_all_in
from analytics.records.base import Base, UtcTime, now
from analytics.records.db import reading, transaction
from analytics.viewer import Scope, Viewer
from analytics.words import Refused, _

State = Literal["waiting", "given", "refused"]


class Grant(Base):
    """One change of an account's role and scope; `old_…` is what it had when this was asked for."""

    __tablename__ = "account_grant"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.name"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[dict[str, list[int] | None]] = mapped_column(JSON)
    old_role: Mapped[str] = mapped_column(String(40))
    old_scope: Mapped[dict[str, list[int] | None]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), index=True)
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text)

    @property
    def to(self) -> Scope:
        return scope_from(self.scope)


def grant(viewer: Viewer, name: str, role: str, scope: Scope, reason: str) -> State:
    """Ask for an account to have this role ("" takes its rights away) and scope; says whether it holds ("given") or
    waits for a second person. Refused for one's own account, a role this face has not, or one that waits already.
    """
    require(viewer, "grants")
    reason = audit.reason_required(reason)
    require_role(role)
    if folded(name) == viewer.account:
        raise Refused("不能给自己授权。未作任何更改,请由另一位安全管理员办理。")
    with transaction() as tx:
        account = existing(tx, name)
        if _waiting_for(tx, account.name):
            raise Refused("这个账号已有一项授权在等待批准。未作任何更改,请先处理那一项。")
        asked = _asked(viewer, account, role, scope, reason)
        tx.add(asked)
        audit.append(
            tx, viewer, "grant.ask", account.name, reason, id=asked.id, role=role, scope=asked.scope,
            old_role=account.role, old_scope=account.scope,
        )  # fmt: skip
        if role not in CASE_ROLES:
            _give(tx, viewer, asked)
        return "waiting" if asked.state == "waiting" else "given"


def approve(viewer: Viewer, grant_id: str, reason: str) -> None:
    """Let a waiting grant hold. Refused for who asked for it, and for whom it is."""
    _decide(viewer, grant_id, reason, given=True)


def refuse(viewer: Viewer, grant_id: str, reason: str) -> None:
    """Turn a waiting grant down; the account stays as it was."""
    _decide(viewer, grant_id, reason, given=False)


def waiting(viewer: Viewer) -> list[Grant]:
    """Grants that wait for a second person, the oldest first."""
    require(viewer, "grants" if viewer.role == "security_admin" else "approve_grants")
    with reading() as tx:
        return list(tx.scalars(select(Grant).where(Grant.state == "waiting").order_by(Grant.asked_at, Grant.id)))


def why_not(viewer: Viewer, asked: Grant) -> str:
    """Why this viewer may not decide a grant, in a sentence; empty when they may."""
    if not may(viewer, "approve_grants"):
        return _("等待系统管理员或主要负责人批准。")
    if viewer.account == asked.asked_by:
        return _("不能批准自己提出的授权,须由另一人办理。未作任何更改。")
    if viewer.account == asked.account:
        return _("不能批准给自己的授权,须由另一人办理。未作任何更改。")
    return ""


def _decide(viewer: Viewer, grant_id: str, reason: str, *, given: bool) -> None:
    require(viewer, "approve_grants")
    reason = audit.reason_required(reason)
    with transaction() as tx:
        asked = tx.get(Grant, grant_id)
        if asked is None or asked.state != "waiting":
            raise Refused("这项授权已经处理过,或不存在。未作任何更改,请刷新后再看。")
        if no := why_not(viewer, asked):
            raise Refused("{reason}", reason=no)
        asked.note = reason
        if given:
            _give(tx, viewer, asked)
        else:
            asked.state, asked.decided_by, asked.decided_at = "refused", viewer.account, now()
            audit.append(tx, viewer, "grant.refuse", asked.account, reason, id=asked.id, role=asked.role)


def _give(tx: Session, viewer: Viewer, asked: Grant) -> None:
    account = existing(tx, asked.account)
    before = {"old_role": account.role, "old_scope": account.scope}
    account.role, account.scope = asked.role, asked.scope
    asked.state, asked.decided_by, asked.decided_at = "given", viewer.account, now()
    ended = revoke_all_in(tx, account.name)
    audit.append(
        tx, viewer, "grant.give", account.name, asked.note or asked.reason, id=asked.id, role=asked.role,
        scope=asked.scope, **before, sessions_ended=ended,
    )  # fmt: skip


def _asked(viewer: Viewer, account: Account, role: str, scope: Scope, reason: str) -> Grant:
    return Grant(
        id=secrets.token_hex(16),
        account=account.name,
        role=role,
        scope=scope_to(scope if role else Scope()),
        old_role=account.role,
        old_scope=account.scope,
        reason=reason,
        state="waiting",
        asked_by=viewer.account,
        asked_at=now(),
        note="",
    )


def _waiting_for(tx: Session, name: str) -> bool:
    mine = select(Grant.id).where(Grant.account == name, Grant.state == "waiting")
    return tx.scalars(mine.limit(1)).first() is not None


def summary(asked: Grant) -> str:
    """zhang:未授权 → 承办人, for a list."""
    return f"{asked.account}:{role_title(asked.old_role)} → {role_title(asked.role)}"
