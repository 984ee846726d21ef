"""The audit log: append-only, each line chained to the one before by an HMAC under the store's key."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analytics.records.base import Base, now
from analytics.records.db import reading
from analytics.records.keys import key_for
from analytics.settings import settings
from analytics.viewer import Viewer
from analytics.words import Refused

GENESIS = "0" * 64
# A reason is typed by a person: ID, account and phone numbers in it are struck out, the log is no vault.
LONG_NUMBER = re.compile(r"\d[\d\s-]{9,}[\dXx]")


class AuditLine(Base):
    """One thing somebody did. Triggers forbid UPDATE and DELETE; the chain shows what got past them."""

    __tablename__ = "audit_line"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Fault:
    """What `verify` found wrong: `kind` is changed | removed | order | cut | anchor, `seq` the line concerned."""

    kind: str
    seq: int


def append(tx: Session, viewer: Viewer, action: str, subject: str = "", reason: str = "", **detail: object) -> int:
    """Add a line inside the transaction it describes; returns its number.

    `subject` and `detail` hold plain keys, never a name or number of a person. Whatever goes wrong here
    is raised, so the act itself is rolled back: nothing happens that was not written down.
    """
    last = tx.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).first()
    line = AuditLine(
        seq=last.seq + 1 if last else 1,
        at=now().isoformat(),
        account=viewer.account,
        role=viewer.role,
        action=action,
        subject=subject,
        reason=LONG_NUMBER.sub("〔号码略〕", reason.strip()),
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        prev_hash=last.hash if last else GENESIS,
    )
    line.hash = _mac(_content(line))
    tx.add(line)
    tx.flush()
    return line.seq


def lines(action: str, url: str | None = None) -> list[AuditLine]:
    """The lines of one kind of act, in their order."""
    with reading(url) as tx:
        return list(tx.scalars(select(AuditLine).where(AuditLine.action == action).order_by(AuditLine.seq)))


def reason_required(reason: str) -> str:
    """The reason, trimmed; Refused when there is none worth the name (two characters at least)."""
    if len(reason.strip()) < 2:
        raise Refused("请写明理由(至少两个字)。未执行,也未记录。")
    return reason.strip()


def anchor(url: str | None = None) -> None:
    """Note the chain's present end in store/audit/, so that a cut-off tail shows. Called after each export."""
    with reading(url) as tx:
        last = tx.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).first()
    if last is None:
        return
    path = _anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="ascii") as file:
        file.write(f"{last.seq} {last.hash} {_mac(f'anchor {last.seq} {last.hash}')}\n")
        file.flush()
        os.fsync(file.fileno())


def verify(url: str | None = None) -> list[Fault]:
    """Every fault of the chain, in its order; an empty list means it is whole."""
    with reading(url) as tx:
        lines = {line.seq: line for line in tx.scalars(select(AuditLine).order_by(AuditLine.seq))}
    return [*_chain_faults(list(lines.values())), *_anchor_faults(lines)]


def _chain_faults(lines: list[AuditLine]) -> Iterator[Fault]:
    seq, last_hash = 0, GENESIS
    for line in lines:
        if not hmac.compare_digest(_mac(_content(line)), line.hash):
            yield Fault("changed", line.seq)
        if line.seq != seq + 1:
            yield Fault("removed", seq + 1)
        elif line.prev_hash != last_hash:
            yield Fault("order", line.seq)
        seq, last_hash = line.seq, line.hash


def _anchor_faults(lines: dict[int, AuditLine]) -> Iterator[Fault]:
    """A forged anchor, an anchor beyond the chain's end, or one whose line now reads differently."""
    end = max(lines, default=0)
    for number, seq, digest, mac in _anchors():
        if not hmac.compare_digest(_mac(f"anchor {seq} {digest}"), mac):
            yield Fault("anchor", number)
        elif seq > end:
            yield Fault("cut", seq)
        elif seq in lines and lines[seq].hash != digest:
            yield Fault("changed", seq)


def _anchors() -> Iterator[tuple[int, int, str, str]]:
    path = _anchor_file()
    rows = path.read_text("ascii").splitlines() if path.exists() else []
    for number, row in enumerate(rows, start=1):
        match row.split():
            case [seq, digest, mac] if seq.isdigit():
                yield number, int(seq), digest, mac
            case _:
                yield number, 0, "", ""


def _anchor_file() -> Path:
    return settings().store / "audit" / "anchors.txt"


def _content(line: AuditLine) -> str:
    fields = (line.seq, line.at, line.account, line.role, line.action)
    return json.dumps([*fields, line.subject, line.reason, line.detail, line.prev_hash], ensure_ascii=False)


def _mac(content: str) -> str:
    return hmac.new(key_for("audit"), content.encode(), hashlib.sha256).hexdigest()
