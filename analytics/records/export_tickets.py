"""A file to be fetched: once, within ten minutes, by the session that asked for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analytics.records import audit, sealed_files
from analytics.records.base import Base, UtcTime, now
from analytics.records.db import reading
from analytics.viewer import Viewer
from analytics.words import Refused

LIFETIME = timedelta(minutes=10)
GONE = "这个下载已经取过、已过期,或不属于当前登录。文件未发出,请回到原页面重新导出。"


class ExportTicket(Base):
    """One file waiting to be fetched; `filename` and `reason` hold no name or number of a person."""

    __tablename__ = "export"

    serial: Mapped[str] = mapped_column(String(32), primary_key=True)
    session: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(80))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    served_at: Mapped[datetime | None] = mapped_column(UtcTime)


@dataclass(frozen=True)
class Export:
    """What a serial was redeemed for."""

    filename: str
    media_type: str
    payload: bytes


def new_serial() -> str:
    """What a file is fetched by: whoever knows it still needs the session."""
    return secrets.token_hex(16)


def add(
    tx: Session, viewer: Viewer, session_id: str, serial: str, filename: str, media_type: str, reason: str, size: int
) -> None:
    """Let the session fetch the sealed file of this serial (the caller logs it)."""
    moment = now()
    tx.add(
        ExportTicket(
            serial=serial,
            session=session_id,
            account=viewer.account,
            filename=filename,
            media_type=media_type,
            reason=audit.without_numbers(reason),
            size=size,
            created_at=moment,
            expires_at=moment + LIFETIME,
        )
    )


def serve(tx: Session, serial: str, session_id: str) -> Export:
    """The file, when it waits for this session and may still be fetched; it does no longer. Refused otherwise."""
    ticket = tx.get(ExportTicket, serial)
    if ticket is None or not _open_to(ticket, session_id):
        raise Refused(GONE)
    ticket.served_at = now()
    audit.append(tx, Viewer(ticket.account, "session"), "export.served", ticket.filename, serial=serial)
    return Export(ticket.filename, ticket.media_type, sealed_files.get(serial))


def close(tx: Session, serial: str | None) -> None:
    """Let nobody fetch it any more."""
    ticket = tx.get(ExportTicket, serial) if serial else None
    if ticket is not None and ticket.served_at is None:
        ticket.expires_at = min(ticket.expires_at, now())


def sweep() -> None:
    """Delete the files nobody fetched in time; their rows stay as a record."""
    late = ExportTicket.expires_at.between(now() - timedelta(days=7), now())
    with reading() as tx:
        expired = tx.scalars(select(ExportTicket.serial).where(late)).all()
    for serial in expired:
        sealed_files.drop(serial)


def _open_to(ticket: ExportTicket, session_id: str) -> bool:
    return ticket.session == session_id and ticket.served_at is None and ticket.expires_at > now()
