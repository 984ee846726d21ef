"""The audit log as an auditor reads it: narrowed, fifty lines at a time, as a file, checked, and its end taken away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
from sqlalchemy import ColumnElement, Select, func, select

from analytics.export import File, Head
from analytics.permissions import require
from analytics.records import anchors, audit
from analytics.records.anchors import Anchor
from analytics.records.audit import SHORT, AuditLine
from analytics.records.audit_check import Fault, verify
from analytics.records.audit_words import title_of, told
from analytics.records.db import chain_named, existing, reading, records_url, transaction
from analytics.viewer import Viewer
from analytics.words import _

PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What of the log is meant: an account, codes of acts, part of what it was done on, days (local, both included)."""

    who: str = ""
    what: tuple[str, ...] = ()
    on: str = ""
    since: date | None = None
    until: date | None = None

    def sentence(self) -> str:
        """The same for people."""
        parts = {
            _("账号"): self.who,
            _("动作"): _("、").join(map(title_of, self.what)),
            _("对象含"): self.on,
            _("不早于"): self.since.isoformat() if self.since else "",
            _("不晚于"): self.until.isoformat() if self.until else "",
        }
        return _(";").join(f"{title}:{value}" for title, value in parts.items() if value) or _("全部")


@dataclass(frozen=True)
class Line:
    """One line: `what` the act's title, `detail` in words, `hash` as exports print it."""

    seq: int
    at: datetime
    who: str
    role: str
    what: str
    on: str
    reason: str
    detail: str
    hash: str


@dataclass(frozen=True)
class LogPage:
    """Lines, the newest first, of `total` that are meant."""

    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True)
class Status:
    """How many lines there are, the last anchor set, and who last found the chain whole, when."""

    lines: int
    anchored: Anchor | None
    verified_at: datetime | None
    verified_by: str


def page(viewer: Viewer, asked: Asked, number: int = 1, url: str | None = None) -> LogPage:
    """Page `number` (from 1) of what is asked."""
    require(viewer, "audit")
    wanted = _narrowed(select(AuditLine), asked).order_by(AuditLine.seq.desc())
    with reading(url) as tx:
        total = tx.scalar(_narrowed(select(func.count()).select_from(AuditLine), asked)) or 0
        found = tx.scalars(wanted.limit(PAGE).offset((max(number, 1) - 1) * PAGE)).all()
    return LogPage(tuple(map(_line, found)), total)


def rows(viewer: Viewer, asked: Asked, url: str | None = None) -> pa.Table:
    """All that is asked, the newest first, one text a column; FILE_TITLES names them."""
    require(viewer, "audit")
    with reading(url) as tx:
        found = [_line(line) for line in tx.scalars(_narrowed(select(AuditLine), asked).order_by(AuditLine.seq.desc()))]
    columns = {name: pa.array([_text(getattr(line, name)) for line in found], pa.string()) for name in FILE_TITLES}
    return pa.table(columns)


FILE_TITLES: dict[str, str] = {
    "seq": "行号",
    "at": "时间",
    "who": "账号",
    "role": "角色",
    "what": "动作",
    "on": "对象",
    "reason": "理由",
    "detail": "内容",
    "hash": "校验值",
}


def people(viewer: Viewer, url: str | None = None) -> list[str]:
    """Every account that did something."""
    require(viewer, "audit")
    with reading(url) as tx:
        return list(tx.scalars(select(AuditLine.account).distinct().order_by(AuditLine.account)))


def status(viewer: Viewer, url: str | None = None) -> Status:
    """How the chain stands."""
    require(viewer, "audit")
    there = [one for one in anchors.kept(chain_named(url or records_url())) if isinstance(one, Anchor)]
    with reading(url) as tx:
        count = tx.scalar(select(func.count()).select_from(AuditLine)) or 0
        seen = select(AuditLine).where(AuditLine.action == "audit.verify").order_by(AuditLine.seq.desc()).limit(1)
        last = tx.scalars(seen).first()
    at = datetime.fromisoformat(last.at) if last else None
    return Status(count, there[-1] if there else None, at, last.account if last else "")


def check(viewer: Viewer, url: str | None = None) -> list[Fault]:
    """Hold the chain against its anchors. A whole one gets a line that says so; a broken one is left as it is."""
    require(viewer, "audit")
    found = verify(url)
    if not found:
        note_whole(viewer, url)
    return found


def note_whole(viewer: Viewer, url: str | None = None) -> None:
    """Write down that the viewer found the chain whole."""
    require(viewer, "audit")
    with transaction(url) as tx:
        audit.append(tx, viewer, "audit.verify", chain_named(url or records_url()))


def take_anchor(viewer: Viewer, reason: str = "") -> str:
    """The present end of every chain, as a file the auditor keeps away from this machine: `verify --anchor FILE` then
    finds also what somebody rewrote together with the anchors in the store. That it was taken is a line of its own.
    """
    require(viewer, "audit")
    taken = [_taken(viewer, url, reason) for url in existing() or [records_url()]]
    heading = _("清账审计日志锚定:请离线保存。核验:python -m analytics verify --anchor 本文件")
    return "".join(f"{line}\n" for line in (f"# {heading}", *taken))


def anchor_file(viewer: Viewer, head: Head) -> File:
    """The same as an export, under its head."""
    taken = take_anchor(viewer, head.reason)
    said = "".join(f"# {title}:{' '.join(value.split())}\n" for title, value in head.lines())
    return File((said + taken).encode(), taken.count("\n") - 1)


def moment(anchor: Anchor) -> datetime:
    """When an anchor was set."""
    return datetime.fromisoformat(anchor.at)


def _taken(viewer: Viewer, url: str, reason: str) -> Anchor:
    with transaction(url) as tx:
        seq = audit.append(tx, viewer, "audit.anchor", chain_named(url), reason)
    audit.anchor(url)
    there = anchors.kept(chain_named(url))
    return next(one for one in there if isinstance(one, Anchor) and one.seq == seq)


def _narrowed(query: Select[Any], asked: Asked) -> Select[Any]:
    return query.where(*_conditions(asked))


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """`at` is text in UTC that sorts as time does."""
    found: list[ColumnElement[bool]] = []
    if asked.who:
        found.append(AuditLine.account == asked.who)
    if asked.what:
        found.append(AuditLine.action.in_(asked.what))
    if asked.on:
        found.append(AuditLine.subject.contains(asked.on, autoescape=True))
    if asked.since:
        found.append(AuditLine.at >= _midnight(asked.since))
    if asked.until:
        found.append(AuditLine.at < _midnight(asked.until + timedelta(days=1)))
    return found


def _midnight(day: date) -> str:
    return datetime.combine(day, time()).astimezone().astimezone(UTC).isoformat()


def _line(line: AuditLine) -> Line:
    return Line(
        line.seq,
        datetime.fromisoformat(line.at),
        line.account,
        line.role,
        title_of(line.action),
        line.subject,
        line.reason,
        told(json.loads(line.detail)),
        line.hash[:SHORT],
    )


def _text(value: object) -> str:
    return value.astimezone().strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else str(value)
