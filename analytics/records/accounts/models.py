"""Tables of accounts and sessions, and the plain value a live session is handed out as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from analytics.records.base import Base, UtcTime
from analytics.viewer import Scope, Viewer


class Account(Base):
    """Somebody who may sign in. `scope` is {"townships": [keys] | null, "departments": [keys] | null}."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[dict[str, list[int] | None]] = mapped_column(JSON)
    must_change: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.name, self.role, scope_from(self.scope))


class SignedIn(Base):
    """One sign-in. The cookie holds the token, we hold its SHA-256; `id` names the session, opens nothing."""

    __tablename__ = "session"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("account.name"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class FailedSignIn(Base):
    """Failures in a row under one typed name, whether or not such an account exists (kept as a hash)."""

    __tablename__ = "failed_sign_in"

    name_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcTime, index=True)


@dataclass(frozen=True)
class LiveSession:
    """A session that lives at this moment, and who holds it."""

    id: str
    viewer: Viewer
    must_change: bool
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
