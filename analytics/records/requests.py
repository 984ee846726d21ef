"""Requests: what townships and departments ask of the office, in the field's database; the office carries them out.

The field writes what it asks and reads what was answered; files and answers are sealed. Every act has its line in that
database's own log, the office's acts under `office`: who of the office it was stands in the office's log.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from analytics.permissions import require
from analytics.records import audit, request_files
from analytics.records.accounts.models import scope_from, scope_to
from analytics.records.base import now
from analytics.records.db import field_url, reading, transaction
from analytics.records.request_rows import Request
from analytics.viewer import Place, Viewer
from analytics.words import Refused

Kind = Literal["upload", "precheck", "correction"]
State = Literal["waiting", "taken", "done", "refused", "withdrawn"]
KINDS: dict[str, str] = {"upload": "报送数据", "precheck": "资格预审", "correction": "更正数据"}
STATES: dict[str, str] = {
    "waiting": "待办理",
    "taken": "办理中",
    "done": "已办理",
    "refused": "已退回",
    "withdrawn": "已撤回",
}
# What may follow what, and whose act it is.
TRANSITIONS: dict[tuple[str, str], str] = {
    ("waiting", "withdrawn"): "field",
    ("waiting", "taken"): "office",
    ("taken", "done"): "office",
    ("taken", "refused"): "office",
    ("waiting", "refused"): "office",
    ("taken", "waiting"): "office",
}
MOST_WAITING = 20
GONE = "没有这件报送,或它不在您的范围内。未作任何更改。"
OFFICE = Viewer("office", "office")


@dataclass(frozen=True)
class Asked:
    """A request as it stands; `form` is what was filled in, `answer` what came back ({} so far), both plain JSON."""

    id: str
    kind: str
    state: str
    viewer: Viewer
    place: Place
    reason: str
    asked_at: datetime
    form: dict[str, Any] = field(repr=False)
    files: tuple[str, ...] = field(repr=False)
    answered_at: datetime | None = None
    answer: dict[str, Any] = field(default_factory=dict, repr=False)
    has_file: bool = False


def ask(
    viewer: Viewer,
    kind: Kind,
    place: Place,
    form: Mapping[str, Any],
    reason: str,
    files: Sequence[tuple[str, bytes]] = (),
) -> str:
    """Put a request down; returns its id. Refused, and nothing kept, without permission or reason, for a place outside
    the viewer's scope, with too large files, or while MOST_WAITING of the account wait."""
    require(viewer, "field_ask", place)
    reason = audit.reason_required(reason)
    request_files.refuse_large(files)
    row = Request(
        id=secrets.token_hex(16),
        kind=kind,
        state="waiting",
        account=viewer.account,
        role=viewer.role,
        scope=scope_to(viewer.scope),
        township=place.township,
        department=place.department,
        reason=reason,
        form=json.dumps(dict(form), ensure_ascii=False),
        asked_at=now(),
        answer="",
    )
    with transaction(field_url()) as tx:
        _refuse_many(tx, viewer)
        tx.add(row)
        tx.flush()
        request_files.put(tx, row.id, "in", files)
        audit.append(tx, viewer, "request.ask", row.id, reason, kind=kind, files=len(files))
    return row.id


def listed(viewer: Viewer, limit: int = 100) -> list[Asked]:
    """The viewer's own requests, newest first; for who supervises, those of the departments in scope."""
    where = _visible(viewer)
    with reading(field_url()) as tx:
        rows = tx.scalars(select(Request).where(where).order_by(Request.asked_at.desc(), Request.id).limit(limit)).all()
        return [_asked(tx, row) for row in rows]


def one(viewer: Viewer, request_id: str) -> Asked:
    """One request of those `listed` may show; Refused when it is none of them."""
    with reading(field_url()) as tx:
        return _asked(tx, _found(tx, viewer, request_id))


def answer_file(viewer: Viewer, request_id: str) -> tuple[str, bytes]:
    """(name, content) of the file that came back with the answer."""
    with reading(field_url()) as tx:
        found = request_files.take(tx, _found(tx, viewer, request_id).id, "out")
    if not found:
        raise Refused(GONE)
    return found[0]


def withdraw(viewer: Viewer, request_id: str, reason: str) -> None:
    """Take back what still waits; its files are removed."""
    reason = audit.reason_required(reason)
    with transaction(field_url()) as tx:
        row = _found(tx, viewer, request_id)
        if row.account != viewer.account:
            raise Refused("只有报送人本人可以撤回。未作任何更改。")
        step(row, "withdrawn", "field")
        request_files.remove(tx, row.id)
        audit.append(tx, viewer, "request.withdraw", row.id, reason)


def step(row: Request, state: State, side: str) -> None:
    """Move a row on; Refused when this cannot follow what it is."""
    if TRANSITIONS.get((row.state, state)) != side:
        raise Refused("这件报送的状态已经变化,不能这样办理。未作任何更改,请刷新后再看。")
    row.state = state


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role == "stationed":
        require(viewer, "field_supervise")
        allowed = viewer.scope.departments
        return Request.department.in_(allowed) if allowed is not None else Request.department.is_not(None)
    require(viewer, "field_ask")
    return Request.account == viewer.account


def _found(tx: Session, viewer: Viewer, request_id: str) -> Request:
    row = tx.scalars(select(Request).where(Request.id == request_id, _visible(viewer))).first()
    if row is None:
        raise Refused(GONE)
    return row


def _refuse_many(tx: Session, viewer: Viewer) -> None:
    mine = select(Request.id).where(Request.account == viewer.account, Request.state == "waiting")
    if len(tx.scalars(mine.limit(MOST_WAITING)).all()) >= MOST_WAITING:
        raise Refused("您已有 {count} 件报送待办理,未再报送。请等县里办理,或先撤回几件。", count=MOST_WAITING)


def _asked(tx: Session, row: Request) -> Asked:
    return Asked(
        id=row.id,
        kind=row.kind,
        state=row.state,
        viewer=Viewer(row.account, row.role, scope_from(row.scope)),
        place=Place(row.township, row.department),
        reason=row.reason,
        asked_at=row.asked_at,
        form=json.loads(row.form),
        files=request_files.names(tx, row.id, "in"),
        answered_at=row.answered_at,
        answer=json.loads(row.answer or "{}"),
        has_file=bool(request_files.names(tx, row.id, "out")),
    )
