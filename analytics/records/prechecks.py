"""The log of pre-payment checks, and the daily cap it keeps: nobody may try a county's people one after another."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, String, Text, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column

from analytics.permissions import may, require
from analytics.records import audit
from analytics.records.base import Base, UtcTime, now
from analytics.records.db import reading, transaction
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused, _


class Precheck(Base):
    """One roster asked about. `flagged` is empty while the check runs, and stays so when it did not finish; nothing
    here is about a person."""

    __tablename__ = "precheck"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    account: Mapped[str] = mapped_column(String(80), index=True)
    role: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(200), index=True)
    programme: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    file_sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer)
    flagged: Mapped[int | None] = mapped_column(Integer)


@dataclass(frozen=True)
class Left:
    """What may still be asked today."""

    rows: int
    uploads: int


def admit(viewer: Viewer, department: str, programme: str, reason: str, file_sha256: str, rows: int) -> str:
    """Write a check down before it runs; returns its id.

    Raises Refused, and writes nothing, without permission or reason, or when it would go over the day's cap of the
    account or of the department.
    """
    require(viewer, "precheck")
    plain = audit.reason_required(reason)
    row = Precheck(
        id=secrets.token_hex(16),
        asked_at=now(),
        account=viewer.account,
        role=viewer.role,
        department=department,
        programme=programme,
        reason=plain,
        file_sha256=file_sha256,
        rows=rows,
    )
    with transaction() as tx:
        _refuse_over(_left(tx, Precheck.account, viewer.account), rows, _("您的账号"))
        _refuse_over(_left(tx, Precheck.department, department), rows, department)
        tx.add(row)
        audit.append(tx, viewer, "precheck", department, reason, id=row.id, sha256=file_sha256, rows=rows)
    return row.id


def finish(viewer: Viewer, precheck_id: str, flagged: int) -> None:
    """Write down how many rows are to be looked at again."""
    mine = update(Precheck).where(Precheck.id == precheck_id, Precheck.account == viewer.account)
    with transaction() as tx:
        tx.execute(mine.values(flagged=flagged))
        audit.append(tx, viewer, "precheck.done", precheck_id, flagged=flagged)


def left(viewer: Viewer) -> Left:
    """What the viewer's account may still ask today."""
    with reading() as tx:
        return _left(tx, Precheck.account, viewer.account)


def recent(viewer: Viewer, limit: int = 50) -> list[Precheck]:
    """The checks so far, newest first: all of them for who may read the reasons, else the viewer's own."""
    require(viewer, "precheck")
    found = select(Precheck).order_by(Precheck.asked_at.desc(), Precheck.id).limit(limit)
    if not may(viewer, "precheck_full"):
        found = found.where(Precheck.account == viewer.account)
    with reading() as tx:
        return list(tx.scalars(found))


def _left(tx: Session, column: InstrumentedAttribute[str], value: str) -> Left:
    midnight = now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    today = select(func.coalesce(func.sum(Precheck.rows), 0), func.count()).where(
        column == value, Precheck.asked_at >= midnight
    )
    rows, uploads = tx.execute(today).one()
    caps = settings()
    return Left(max(0, caps.precheck_rows_a_day - rows), max(0, caps.precheck_uploads_a_day - uploads))


def _refuse_over(room: Left, rows: int, whose: str) -> None:
    if not room.uploads:
        raise Refused("{whose}今天的预审次数已用完。未作预审,请明天再试。", whose=whose)
    if rows > room.rows:
        raise Refused(
            "名册有 {rows} 行,{whose}今天还可预审 {left} 行。未作预审,请分批或明天再试。",
            rows=rows,
            whose=whose,
            left=room.rows,
        )
