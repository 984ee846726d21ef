"""Failures in a row: one waits, then the name is shut for an hour. A browser one has signed in from counts by itself.

So whoever hammers at a name from elsewhere shuts out everybody but the person at their own browser
(docs/decisions/0012-sign-in.md).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from analytics.permissions import require
from analytics.records import audit
from analytics.records.accounts.models import FailedTry
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.keys import key_for
from analytics.viewer import Viewer
from analytics.words import Refused

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=5)
LOCKED_AFTER = 20
LOCKED_FOR = timedelta(hours=1)
FORGET_FAILURES = timedelta(days=1)


def count_try(kind: str, name: str, device: str = "") -> None:
    """Count this try as failed before it is looked at, so that many at once cannot slip past the wait.

    `kind` is what is tried (password, code, own password). Refused while one has to wait, whether or not there is
    such an account; a try that is refused here does not count, so a lock is not drawn out by trying.
    """
    key, moment = _key(kind, name, device), now()
    with transaction() as tx:
        tx.execute(delete(FailedTry).where(FailedTry.last_at < moment - FORGET_FAILURES))
        row = tx.get(FailedTry, key, with_for_update=True)
        if row is None:
            tx.add(FailedTry(key_sha256=key, name_sha256=_sha256(name), failures=1, last_at=moment))
            return
        _refuse_early(row.last_at + wait_after(row.failures) - moment)
        row.failures = 1 if row.failures >= LOCKED_AFTER else row.failures + 1
        row.last_at = moment


def forget(tx: Session, kind: str, name: str, device: str = "") -> None:
    """The try was right after all: the count begins anew."""
    tx.execute(delete(FailedTry).where(FailedTry.key_sha256 == _key(kind, name, device)))


def unlock(viewer: Viewer, name: str, reason: str) -> None:
    """Let an account try again at once, everywhere. An administrator's act."""
    require(viewer, "accounts")
    reason, name = audit.reason_required(reason), name.strip().casefold()
    with transaction() as tx:
        failures = _most(tx, name)
        tx.execute(delete(FailedTry).where(FailedTry.name_sha256 == _sha256(name)))
        audit.append(tx, viewer, "account.unlock", name, reason, failures=failures)


def locked_until(viewer: Viewer, names: Iterable[str]) -> dict[str, datetime]:
    """Which of the names are locked, and when each lock ends by itself."""
    require(viewer, "accounts")
    shut = (FailedTry.failures >= LOCKED_AFTER, FailedTry.last_at > now() - LOCKED_FOR)
    last = select(FailedTry.name_sha256, func.max(FailedTry.last_at)).where(*shut).group_by(FailedTry.name_sha256)
    with reading() as tx:
        found: dict[str, datetime] = {row[0]: row[1] for row in tx.execute(last)}
    return {name: found[key] + LOCKED_FOR for name in names if (key := _sha256(name)) in found}


def device_of(name: str) -> str:
    """What a browser is given that has signed in as `name`: no key, it only lets its failures count by themselves."""
    nonce = secrets.token_urlsafe(16)
    return f"{nonce}.{_mac(name, nonce)}"


def wait_after(failures: int) -> timedelta:
    """Nothing, then 1, 2, 4 … seconds up to five minutes, then an hour."""
    if failures >= LOCKED_AFTER:
        return LOCKED_FOR
    if failures < FREE_TRIES:
        return timedelta()
    return min(timedelta(seconds=2.0 ** (failures - FREE_TRIES)), LONGEST_WAIT)


def _refuse_early(left: timedelta) -> None:
    if left > LONGEST_WAIT:
        minutes = int(left.total_seconds()) // 60 + 1
        raise Refused("尝试次数过多,已暂时锁定,未登录。请在 {minutes} 分钟后再试,或请管理员解锁。", minutes=minutes)
    if left > timedelta():
        raise Refused("尝试次数过多,未登录。请在 {seconds} 秒后再试。", seconds=int(left.total_seconds()) + 1)


def _most(tx: Session, name: str) -> int:
    return tx.scalar(select(func.max(FailedTry.failures)).where(FailedTry.name_sha256 == _sha256(name))) or 0


def _key(kind: str, name: str, device: str) -> str:
    nonce, _dot, mac = device.partition(".")
    known = nonce and hmac.compare_digest(_mac(name, nonce).encode(), mac.encode())
    return _sha256("\0".join((kind, name, nonce if known else "")))


def _mac(name: str, nonce: str) -> str:
    return hmac.new(key_for("device"), f"{nonce}\0{name}".encode(), hashlib.sha256).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
