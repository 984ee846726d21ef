"""Exports that take a second person: asked for, approved or refused by somebody else, fetched once by who asked.

The file is made when it is asked for and lies sealed until then: what is approved is what leaves, and nobody can change
the data in between. waiting → approved → fetched, waiting → refused; after seven days it is gone, however far it was.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import JSON, Boolean, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analytics.export import File, Order
from analytics.permissions import require
from analytics.records import audit, sealed_files
from analytics.records import export_tickets as tickets
from analytics.records.accounts.models import scope_from, scope_to
from analytics.records.base import Base, UtcTime, now
from analytics.records.db import reading, transaction
from analytics.viewer import Scope, Viewer
from analytics.words import Refused, _

State = Literal["waiting", "approved", "refused", "fetched", "expired"]
STATES: dict[str, str] = {
    "waiting": "待批准",
    "approved": "已批准,待领取",
    "refused": "未批准",
    "fetched": "已领取",
    "expired": "已过期",
}
OPEN = ("waiting", "approved")
KEPT = timedelta(days=7)


class ExportRequest(Base):
    """One export somebody wants; `filters`, `filename` and `reason` hold no name or number of a person. `serial` is the
    download last opened for it."""

    __tablename__ = "export_request"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(8))
    account: Mapped[str] = mapped_column(String(80), index=True)
    role: Mapped[str] = mapped_column(String(40))
    scope: Mapped[dict[str, list[int] | None]] = mapped_column(JSON)
    action: Mapped[str] = mapped_column(String(40))
    filename: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    filters: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    rows: Mapped[int] = mapped_column(Integer)
    plain: Mapped[bool] = mapped_column(Boolean)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    note: Mapped[str] = mapped_column(Text)
    serial: Mapped[str | None] = mapped_column(String(32))

    @property
    def stands(self) -> State:
        """The state, once time is taken into account."""
        late = self.state in OPEN and self.expires_at <= now()
        found: State = "expired" if late else self.state  # type: ignore[assignment]
        return found


def ask(viewer: Viewer, order: Order, file: File, reason: str, **logged: object) -> str:
    """Keep the file until a second person has decided; returns the request's id. For exports.issue_export, which has
    asked for permission and reason."""
    require(viewer, order.action)
    request = _request(viewer, order, file, reason)
    with sealed_files.put(request.id, file.payload), transaction() as tx:
        tx.add(request)
        audit.append(tx, viewer, "export.ask", request.filename, reason, request=request.id, **logged)
    return request.id


def mine(viewer: Viewer, limit: int = 50) -> list[ExportRequest]:
    """What the viewer asked for, the newest first."""
    asked = select(ExportRequest).where(ExportRequest.account == viewer.account)
    with reading() as tx:
        return list(tx.scalars(asked.order_by(ExportRequest.asked_at.desc(), ExportRequest.id).limit(limit)))


def waiting(viewer: Viewer) -> list[ExportRequest]:
    """What the viewer may decide, the oldest first: others' requests, of the part of the county the viewer sees."""
    require(viewer, "approve_exports")
    open_ones = select(ExportRequest).where(ExportRequest.state == "waiting", ExportRequest.expires_at > now())
    with reading() as tx:
        found = tx.scalars(open_ones.order_by(ExportRequest.asked_at, ExportRequest.id)).all()
    return [request for request in found if not why_not(viewer, request)]


def approve(viewer: Viewer, request_id: str, reason: str) -> None:
    """Let it be fetched by who asked. Refused for one's own, and for a scope beyond one's own."""
    _decide(viewer, request_id, reason, "approved")


def refuse(viewer: Viewer, request_id: str, reason: str) -> None:
    """Turn it down; the file is deleted."""
    _decide(viewer, request_id, reason, "refused")
    sealed_files.drop(request_id)


def collect(viewer: Viewer, session_id: str, request_id: str) -> str:
    """Open the download for this session, for ten minutes; returns its serial. One that was not fetched in time may be
    opened again; the one before is closed.

    Refused unless it is approved and the viewer's own, and while permission or scope are not what they were.
    """
    with transaction() as tx:
        request = _the(tx, request_id)
        _refuse_changed(viewer, request)
        tickets.close(tx, request.serial)
        serial, payload, name = tickets.new_serial(), sealed_files.get(request.id), request.filename
        with sealed_files.put(serial, payload):
            tickets.add(tx, viewer, session_id, serial, name, request.media_type, request.reason, len(payload))
            noted = {"request": request.id, "number": request.number}
            audit.append(tx, viewer, "export.collect", name, request.reason, serial=serial, **noted)
        request.serial = serial
    audit.anchor()
    return serial


def fetched(tx: Session, serial: str) -> str | None:
    """Note that a download was served; returns the id of the request it was opened for, whose file may go now."""
    request = tx.scalars(select(ExportRequest).where(ExportRequest.serial == serial)).first()
    if request is None:
        return None
    request.state = "fetched"
    return request.id


def why_not(viewer: Viewer, request: ExportRequest) -> str:
    """Why this viewer may not decide a request, in a sentence; empty when they may."""
    if request.stands != "waiting":
        return _("这项导出申请已经处理过,或已过期。未作任何更改,请刷新后再看。")
    if request.account == viewer.account:
        return _("不能批准自己的导出申请,须由另一人办理。未作任何更改。")
    if not _within(scope_from(request.scope), viewer.scope):
        return _("这项导出超出您的数据范围,须由可看这些数据的人员批准。未作任何更改。")
    return ""


def _decide(viewer: Viewer, request_id: str, reason: str, state: Literal["approved", "refused"]) -> None:
    require(viewer, "approve_exports")
    reason = audit.reason_required(reason)
    with transaction() as tx:
        request = _the(tx, request_id)
        if no := why_not(viewer, request):
            raise Refused("{reason}", reason=no)
        change = {"old_state": request.state, "state": state}
        request.state, request.decided_by, request.decided_at = state, viewer.account, now()
        request.note = reason
        audit.append(
            tx, viewer, "export.decide", request.filename, reason, request=request.id, number=request.number,
            account=request.account, **change,
        )  # fmt: skip


def _refuse_changed(viewer: Viewer, request: ExportRequest) -> None:
    require(viewer, request.action)
    if request.plain:
        require(viewer, "reveal")
    if request.account != viewer.account or request.stands != "approved":
        raise Refused("这项导出还没有批准、已领取、已过期,或不是您申请的。文件未发出。")
    if request.scope != scope_to(viewer.scope):
        raise Refused("您的数据范围在申请之后有变,文件未发出。请按现在的范围重新导出。")


def _the(tx: Session, request_id: str) -> ExportRequest:
    request = tx.get(ExportRequest, request_id)
    if request is None:
        raise Refused("没有这项导出申请。未作任何更改,请刷新后再看。")
    return request


def _request(viewer: Viewer, order: Order, file: File, reason: str) -> ExportRequest:
    moment = now()
    return ExportRequest(
        id=secrets.token_hex(16),
        number=order.head.number,
        account=viewer.account,
        role=viewer.role,
        scope=scope_to(viewer.scope),
        action=order.action,
        filename=order.filename,
        media_type=order.media_type,
        filters=str(order.about.get("filters", order.head.filters)),
        reason=audit.without_numbers(reason),
        rows=file.rows,
        plain=order.plain,
        sha256=hashlib.sha256(file.payload).hexdigest(),
        state="waiting",
        asked_at=moment,
        expires_at=moment + KEPT,
        note="",
    )


def _within(theirs: Scope, mine: Scope) -> bool:
    """Whether all of one scope lies in another."""
    parts: Iterable[tuple[frozenset[int] | None, frozenset[int] | None]] = (
        (theirs.townships, mine.townships),
        (theirs.departments, mine.departments),
    )
    return all(own is None or (asked is not None and asked <= own) for asked, own in parts)
