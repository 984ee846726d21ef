"""The audit log: append-only, each line chained to the one before by an HMAC under the store's key.

Every database has its own chain. What a line must not lose by being rewritten stands outside the database as well
(anchors.py): the last line of each day, before the next day's first act, and every line of ANCHORED.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator

from sqlalchemy import Integer, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from analytics.records import anchors
from analytics.records.base import Base, now
from analytics.records.db import chain_named, existing, reading
from analytics.viewer import Viewer
from analytics.words import Refused

GENESIS = "0" * 64
SHORT = 16  # figures of a hash that are printed
# What leaves the house, and what somebody took away as proof, is anchored at once.
ANCHORED = (
    *("export", "export.ask", "export.collect", "export.file", "reveal.file", "audit.anchor"),
    *("backup", "backup.done", "restore"),
)
# A reason is typed by a person: ID, account and phone numbers in it are struck out, the log is no vault.
LONG_NUMBER = re.compile(r"\d[\d\s-]{9,}[\dXx]")


class AuditLine(Base):
    """One thing somebody did. Triggers forbid UPDATE and DELETE; the chain shows what got past them."""

    __tablename__ = "audit_line"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(32))
    account: Mapped[str] = mapped_column(String(80), index=True)
    role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    detail: Mapped[str] = mapped_column(Text)
    prev_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def day(self) -> str:
        """The day (UTC) it was written."""
        return self.at[:10]


def append(tx: Session, viewer: Viewer, action: str, subject: str = "", reason: str = "", **detail: object) -> int:
    """Add a line inside the transaction it describes; returns its number.

    `subject` and `detail` hold plain keys, never a name or number of a person; what was changed stands there as `old`
    and `new`. Whatever goes wrong here is raised, so the act itself is rolled back: nothing happens that was not
    written down. The first line of a day anchors the one before it.
    """
    last, moment = _last(tx), now().isoformat()
    line = AuditLine(
        seq=last.seq + 1 if last else 1,
        at=moment,
        account=viewer.account,
        role=viewer.role,
        action=action,
        subject=subject,
        reason=without_numbers(reason.strip()),
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
        prev_hash=last.hash if last else GENESIS,
    )
    line.hash = mac(chain_of(tx), line)
    if last and last.day < line.day:
        _anchor(tx)
    tx.add(line)
    tx.flush()
    return line.seq


def lines(action: str, url: str | None = None) -> list[AuditLine]:
    """The lines of one kind of act, in their order."""
    with reading(url) as tx:
        return list(tx.scalars(select(AuditLine).where(AuditLine.action == action).order_by(AuditLine.seq)))


def without_numbers(text: str) -> str:
    """A text a person typed, ID, account and phone numbers struck out."""
    return LONG_NUMBER.sub("〔号码略〕", text)


def reason_required(reason: str) -> str:
    """The reason, trimmed, long numbers struck out: it is kept beside the act as well as in the log.

    Refused when there is none worth the name (two characters at least).
    """
    if len(reason.strip()) < 2:
        raise Refused("请写明理由(至少两个字)。未执行,也未记录。")
    return without_numbers(reason.strip())


def anchor(url: str | None = None) -> None:
    """Bring the anchors of a chain up to date in store/audit/: after what must be anchored, and often by the server,
    so that the end of a day stands there also when nobody does anything the day after."""
    with reading(url) as tx:
        _anchor(tx)


def anchor_all() -> None:
    """The same for every chain there is."""
    for url in existing():
        anchor(url)


def head(url: str | None = None) -> str:
    """The chain's present end as an export prints it: number of the last line and the beginning of its hash."""
    with reading(url) as tx:
        last = _last(tx)
    return f"{last.seq}-{last.hash[:SHORT]}" if last else "0"


def chain_of(tx: Session) -> str:
    """The name of the chain a session writes to: its database's."""
    return chain_named(tx.get_bind().engine.url)


def mac(chain: str, line: AuditLine) -> str:
    """What the hash of a chain's line has to be: each chain has the key of its database's home."""
    fields = (line.seq, line.at, line.account, line.role, line.action)
    content = json.dumps([*fields, line.subject, line.reason, line.detail, line.prev_hash], ensure_ascii=False)
    return hmac.new(anchors.key_of(chain), content.encode(), hashlib.sha256).hexdigest()


def _last(tx: Session) -> AuditLine | None:
    return tx.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).first()


def _anchor(tx: Session) -> None:
    anchors.extend(chain_of(tx), lambda after: _due(tx, after))


def _due(tx: Session, after: int) -> Iterator[tuple[int, str]]:
    """(number, hash) of the lines later than `after` that have to be anchored by now."""
    day = func.substr(AuditLine.at, 1, 10)
    following = func.coalesce(func.lead(day).over(order_by=AuditLine.seq), now().isoformat()[:10])
    dated = (
        select(AuditLine.seq, AuditLine.hash, AuditLine.action, day.label("day"), following.label("following"))
        .where(AuditLine.seq > after)
        .subquery()
    ).c
    found = select(dated.seq, dated.hash).where(or_(dated.action.in_(ANCHORED), dated.day < dated.following))
    yield from ((seq, digest) for seq, digest in tx.execute(found.order_by(dated.seq)))
