"""The office's side of the field's requests: what waits, taking it, answering it, and the names its forms offer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from analytics.permissions import require
from analytics.records import audit, request_files
from analytics.records.base import now
from analytics.records.db import field_url, reading, transaction
from analytics.records.request_rows import FieldUnit, Request
from analytics.records.requests import GONE, OFFICE, Asked, State, _asked, step
from analytics.viewer import Viewer
from analytics.words import Refused


def waiting(viewer: Viewer) -> list[Asked]:
    """Requests that wait or are at work, the oldest first."""
    require(viewer, "field_desk")
    open_ones = select(Request).where(Request.state.in_(("waiting", "taken"))).order_by(Request.asked_at, Request.id)
    with reading(field_url()) as tx:
        return [_asked(tx, row) for row in tx.scalars(open_ones).all()]


def recent(viewer: Viewer, limit: int = 50) -> list[Asked]:
    """Requests that were answered or withdrawn, the newest first."""
    require(viewer, "field_desk")
    closed = select(Request).where(Request.state.not_in(("waiting", "taken")))
    with reading(field_url()) as tx:
        rows = tx.scalars(closed.order_by(Request.asked_at.desc(), Request.id).limit(limit)).all()
        return [_asked(tx, row) for row in rows]


def take(viewer: Viewer, request_id: str) -> tuple[Asked, list[tuple[str, bytes]]]:
    """Take a waiting request up; the request and its files. Refused when somebody else has it, or it is withdrawn."""
    require(viewer, "field_desk")
    with transaction(field_url()) as tx:
        row = _row(tx, request_id)
        step(row, "taken", "office")
        audit.append(tx, OFFICE, "request.take", row.id)
        taken = _asked(tx, row), request_files.take(tx, row.id, "in")
    _note(viewer, "request.take", request_id)
    return taken


def answer(
    viewer: Viewer,
    request_id: str,
    state: State,
    told: Mapping[str, Any],
    reason: str = "",
    file: tuple[str, bytes] | None = None,
) -> None:
    """Send the answer back ("done", "refused", or "waiting": put it back); what came in is removed once it is over.

    `told` is plain JSON that whoever asked may read. A request turned down takes a reason.
    """
    require(viewer, "field_desk")
    if state == "refused":
        reason = audit.reason_required(reason)
    with transaction(field_url()) as tx:
        row = _row(tx, request_id)
        step(row, state, "office")
        if state != "waiting":
            row.answer = json.dumps({**told, "reason": audit.without_numbers(reason)}, ensure_ascii=False)
            row.answered_at = now()
            request_files.remove(tx, row.id)
        if file is not None:
            request_files.put(tx, row.id, "out", [file])
        audit.append(tx, OFFICE, f"request.{state}", row.id, reason)
    _note(viewer, f"request.{state}", request_id, reason)


def publish_units(viewer: Viewer, units: Iterable[tuple[str, int, str, int]]) -> None:
    """Make (unit, key, title, unit above) the names the field's forms offer; nothing is written when they are so."""
    require(viewer, "field_desk")
    given = sorted(set(units))
    with reading(field_url()) as tx:
        known = sorted((u.unit, u.key, u.title, u.above) for u in tx.scalars(select(FieldUnit)))
    if given == known:
        return
    with transaction(field_url()) as tx:
        tx.execute(delete(FieldUnit))
        tx.add_all(FieldUnit(unit=unit, key=key, title=title, above=above) for unit, key, title, above in given)
        audit.append(tx, OFFICE, "field.units", "", units=len(given))


def count_waiting(viewer: Viewer) -> int:
    """How many wait, for the menu and the desk's round."""
    require(viewer, "field_desk")
    with reading(field_url()) as tx:
        return tx.scalar(select(func.count()).select_from(Request).where(Request.state == "waiting")) or 0


def _row(tx: Session, request_id: str) -> Request:
    row = tx.get(Request, request_id)
    if row is None:
        raise Refused(GONE)
    return row


def _note(viewer: Viewer, action: str, request_id: str, reason: str = "") -> None:
    """Who of the office it was, in the office's own log."""
    with transaction() as tx:
        audit.append(tx, viewer, action, request_id, reason)
