"""Exports: every file leaves by issue_export, with permission, reason, head and log; large or plain ones after a second
person has approved (export_requests.py), the others at once (export_tickets.py)."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.export import File, Head, Order, file_name
from analytics.permissions import require
from analytics.records import audit, export_requests, export_tickets, sealed_files
from analytics.records.audit import AuditLine
from analytics.records.base import now
from analytics.records.db import transaction
from analytics.records.export_tickets import Export
from analytics.settings import settings
from analytics.viewer import Viewer

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """What came of it: the serial for GET /export/<serial>, or, with `request`, nothing to fetch before somebody else
    has approved. `number` stands in the file and in the log."""

    number: str
    rows: int
    serial: str = ""
    request: str = ""


def issue_export(viewer: Viewer, session_id: str, order: Order, reason: str) -> Issued:
    """Make the file under its head, seal it in the store and log it.

    The file's own rows are counted, not what a page says. Over QINGZHANG_EXPORT_ROWS_ALONE rows, together with what
    this account took alone within a day, and always for full ID numbers or accounts, it waits for a second person.
    Refused, and nothing is made, without permission (for full numbers also `reveal`) or reason.
    """
    require(viewer, order.action)
    if order.plain:
        require(viewer, "reveal")
    reason = audit.reason_required(reason)
    _sweep()
    order = replace(order, head=_whole(order.head, viewer, reason), filename=file_name(order.filename))
    file = order.make(order.head)
    logged = _logged(order, file)
    serial = "" if order.plain else _ticket(viewer, session_id, order, file, reason, logged)
    request = "" if serial else export_requests.ask(viewer, order, file, reason, **logged)
    audit.anchor()
    return Issued(order.head.number, file.rows, serial, request)


def redeem_export(serial: str, session_id: str) -> Export:
    """The file, exactly once, to the session that asked, within ten minutes; Refused otherwise."""
    with transaction() as tx:
        found = export_tickets.serve(tx, serial, session_id)
        request = export_requests.fetched(tx, serial)
    for name in filter(None, (serial, request)):
        sealed_files.drop(name)
    return found


def note_file(viewer: Viewer, order: Order, reason: str) -> tuple[File, Head]:
    """Make and log a file somebody with the store in hand writes beside it (the command line); returns it and its head.
    Refused without permission."""
    require(viewer, order.action)
    head = _whole(order.head, viewer, reason)
    file = order.make(head)
    with transaction() as tx:
        audit.append(tx, viewer, "export.file", file_name(order.filename), reason, **_logged(order, file))
    audit.anchor()
    return file, head


class _TooManyError(Exception):
    """More rows than one person takes alone."""


def _ticket(viewer: Viewer, session_id: str, order: Order, file: File, reason: str, logged: dict[str, object]) -> str:
    """The serial; empty, and nothing kept, when a second person is needed. Counted where writers queue up, so that
    several at once do not slip through."""
    serial = export_tickets.new_serial()
    with suppress(_TooManyError), sealed_files.put(serial, file.payload), transaction() as tx:
        if _taken_alone(tx, viewer) + file.rows > settings().export_rows_alone:
            raise _TooManyError
        size = len(file.payload)
        export_tickets.add(tx, viewer, session_id, serial, order.filename, order.media_type, reason, size)
        audit.append(tx, viewer, "export", order.filename, reason, serial=serial, **logged)
        return serial
    return ""


def _taken_alone(tx: Session, viewer: Viewer) -> int:
    """Rows of the files this account was given alone within a day, as the log has them."""
    since = (now() - DAY).isoformat()
    theirs = (AuditLine.action == "export", AuditLine.account == viewer.account, AuditLine.at >= since)
    return sum(json.loads(detail)["rows"] for detail in tx.scalars(select(AuditLine.detail).where(*theirs)))


def _whole(head: Head, viewer: Viewer, reason: str) -> Head:
    """The head with what the service knows better than a page: who, when, why, and where the log stood."""
    moment = datetime.now().astimezone()
    return replace(head, viewer=viewer, at=moment, reason=audit.without_numbers(reason), audit=audit.head())


def _logged(order: Order, file: File) -> dict[str, object]:
    """Plain keys and counts, and the file's hash: a copy found somewhere can be told."""
    head = order.head
    return {
        **order.about,
        "number": head.number,
        "rows": file.rows,
        "size": len(file.payload),
        "sha256": hashlib.sha256(file.payload).hexdigest(),
        "plain": order.plain,
        "filters": head.filters,
        "snapshot": head.snapshot,
        "run": head.run,
    }


def _sweep() -> None:
    export_tickets.sweep()
    sealed_files.sweep(export_requests.KEPT)
