"""Exports: a file encrypted in the store, fetched once, within ten minutes, by the session that asked for it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from analytics.permissions import require
from analytics.records import audit
from analytics.records.base import Base, UtcTime, now
from analytics.records.db import reading, transaction
from analytics.records.keys import key_for
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused

LIFETIME = timedelta(minutes=10)
NONCE_BYTES = 12
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


def issue_export(
    viewer: Viewer,
    session_id: str,
    filename: str,
    media_type: str,
    payload: bytes | Callable[[], bytes],
    reason: str,
    **detail: object,
) -> str:
    """Encrypt `payload` into the store, log it with its reason, and return the serial for GET /export/<serial>.

    A function as payload is called only once permission and reason are there. `detail` goes into the audit
    line (filters, rows: plain keys). Refused without permission or reason.
    """
    require(viewer, "export")
    reason = audit.reason_required(reason)
    _sweep()
    payload = payload() if callable(payload) else payload
    serial, moment = secrets.token_hex(16), now()
    ticket = ExportTicket(
        serial=serial,
        session=session_id,
        account=viewer.account,
        filename=filename,
        media_type=media_type,
        reason=reason,
        size=len(payload),
        created_at=moment,
        expires_at=moment + LIFETIME,
    )
    _write(_path(serial), _encrypt(serial, payload))
    with transaction() as tx:
        tx.add(ticket)
        audit.append(tx, viewer, "export", filename, reason, size=len(payload), serial=serial, **detail)
    audit.anchor()
    return serial


def redeem_export(serial: str, session_id: str) -> Export:
    """The file, exactly once, to the session that asked, within ten minutes; Refused otherwise."""
    with transaction() as tx:
        ticket = tx.get(ExportTicket, serial)
        if ticket is None or not _open_to(ticket, session_id):
            raise Refused(GONE)
        payload = _decrypt(serial, _path(serial).read_bytes())
        ticket.served_at = now()
        audit.append(tx, Viewer(ticket.account, "session"), "export.served", ticket.filename, serial=serial)
    _path(serial).unlink(missing_ok=True)
    return Export(ticket.filename, ticket.media_type, payload)


def _open_to(ticket: ExportTicket, session_id: str) -> bool:
    return ticket.session == session_id and ticket.served_at is None and ticket.expires_at > now()


def _sweep() -> None:
    """Delete the files nobody fetched in time; their rows stay as a record."""
    with reading() as tx:
        expired = tx.scalars(
            select(ExportTicket.serial).where(
                ExportTicket.expires_at < now(), ExportTicket.expires_at > now() - timedelta(days=7)
            )
        ).all()
    for serial in expired:
        _path(serial).unlink(missing_ok=True)


def _path(serial: str) -> Path:
    return settings().store / "exports" / serial


def _encrypt(serial: str, payload: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key_for("exports")).encrypt(nonce, payload, serial.encode())


def _decrypt(serial: str, sealed: bytes) -> bytes:
    return AESGCM(key_for("exports")).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], serial.encode())


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(sealed)
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise Refused("磁盘写不下这个文件,导出未生成。请腾出空间或缩小筛选范围后再试。") from None
