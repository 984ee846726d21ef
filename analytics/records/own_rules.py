"""The county's own rules as rows: each version's text, its state, who wrote it and who released it. Text only: what a
rule means is known elsewhere (analytics/rules, analytics/own_rules)."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import JSON, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analytics.records.base import Base, UtcTime
from analytics.records.db import reading


class OwnRule(Base):
    """One version of one rule. `authors` are all accounts that wrote any of its text, the first one first; `trial` is
    what its last trial brought (hits, seconds, snapshot, by), without any row."""

    __tablename__ = "own_rule"

    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(String(12), index=True)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    authors: Mapped[list[str]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    trial: Mapped[dict[str, object] | None] = mapped_column(JSON)
    released_by: Mapped[str | None] = mapped_column(String(80))
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(Text)

    def write(self, text: str) -> None:
        """Take this text, and its hash with it."""
        self.text, self.sha256 = text, digest(text)


def digest(text: str) -> str:
    """Hex SHA-256 of a rule's text as it lies in a file."""
    return hashlib.sha256(text.encode()).hexdigest()


def versions(tx: Session) -> list[OwnRule]:
    """All versions of all rules, in order of code, the newest version of each first."""
    return list(tx.scalars(select(OwnRule).order_by(OwnRule.code, OwnRule.version.desc())))


def ever_released(url: str | None = None) -> list[OwnRule]:
    """Of each rule the version released last, in force or withdrawn since, in order of code."""
    asked = select(OwnRule).where(OwnRule.released_at.is_not(None)).order_by(OwnRule.code, OwnRule.version)
    with reading(url) as tx:
        return list({row.code: row for row in tx.scalars(asked)}.values())
