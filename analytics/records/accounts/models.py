"""Tables of accounts and sessions, and the plain value a live session is handed out as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from analytics.records.base import Base, UtcTime
from analytics.viewer import Scope, Viewer

# What a session still owes, in the order it is asked for; only a full one passes the gate.
CODE, PASSWORD, TWO_STEP, FULL = "code", "password", "two_step", "full"


class Account(Base):
    """Somebody who may sign in. `scope` is {"townships": [keys] | null, "departments": [keys] | null}.

    `oidc_subject` names the person at the provider (a hash); such an account has no password here.
    """

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[dict[str, list[int] | None]] = mapped_column(JSON)
    must_change: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    password_changed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    oidc_subject: Mapped[str | None] = mapped_column(String(64), index=True, unique=True)

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.name, self.role, scope_from(self.scope))


class SignedIn(Base):
    """One sign-in. The cookie holds the token, we hold its SHA-256; `id` names the session, opens nothing.

    `stage` is what is still owed before anything else: code, password, two_step, or nothing: full.
    """

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.name"), index=True)
    stage: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class TwoStep(Base):
    """An account's second step: its secret (sealed), the last code's number, hashes of the recovery codes left.

    `since` is empty while it is being set up: then it does not count.
    """

    __tablename__ = "two_step"

    account: Mapped[str] = mapped_column(ForeignKey("account.name"), primary_key=True)
    secret: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime | None] = mapped_column(UtcTime)
    last_code: Mapped[int] = mapped_column(Integer)
    recovery: Mapped[list[str]] = mapped_column(JSON)


class FailedTry(Base):
    """Failures in a row under one key: a typed name, whether or not such an account exists, or that name at one
    known browser. Names are kept as hashes: a typed name may be a password."""

    __tablename__ = "failed_try"

    key_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_sha256: Mapped[str] = mapped_column(String(64), index=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


@dataclass(frozen=True)
class LiveSession:
    """A session that lives at this moment, who holds it, and what it still owes (`stage`)."""

    id: str
    viewer: Viewer
    stage: str
    created_at: datetime
    expires_at: datetime


def scope_to(scope: Scope) -> dict[str, list[int] | None]:
    """A scope as it is stored."""
    keys = {"townships": scope.townships, "departments": scope.departments}
    return {name: None if part is None else sorted(part) for name, part in keys.items()}


def scope_from(stored: dict[str, list[int] | None]) -> Scope:
    """A stored scope as a value."""
    parts = {name: None if keys is None else frozenset(keys) for name, keys in stored.items()}
    return Scope(**parts)
