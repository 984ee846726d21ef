"""Anchors: what a line of an audit chain read at a moment, kept outside the database the chain is in.

A line each: chain, number of the line, its hash, when it was anchored, and an HMAC over these. They stand in audit/ of
the database's home in the store, a file a chain, and in files an auditor keeps elsewhere. Lines that begin with # are
for people.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import portalocker

from analytics.faces import here
from analytics.records.base import now
from analytics.records.keys import key_for
from analytics.settings import DATABASES, settings

SUFFIX = ".anchors"


@dataclass(frozen=True)
class Anchor:
    """Line `seq` of `chain` had this hash at `at` (UTC, ISO); `number` is where it stands in its file, from 1."""

    chain: str
    seq: int
    hash: str
    at: str
    number: int = 0

    def __str__(self) -> str:
        return f"{self._said} {_mac(self.chain, self._said)}"

    @property
    def _said(self) -> str:
        return f"{self.chain} {self.seq} {self.hash} {self.at}"


@dataclass(frozen=True)
class Forged:
    """A line of an anchors file that is none of ours."""

    number: int


def extend(chain: str, due: Callable[[int], Iterable[tuple[int, str]]]) -> None:
    """Write down the lines `due` gives (number, hash) that come after the last one anchored; durable on return.

    Whoever anchors at the same time waits, so that each line is written once.
    """
    path = file_of(chain)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND, 0o600), "r+", encoding="utf-8") as file:
        portalocker.lock(file, portalocker.LOCK_EX)
        text, moment = file.read(), now().isoformat(timespec="seconds")
        last = max((one.seq for one in _parsed(text) if isinstance(one, Anchor)), default=0)
        file.write("\n" if text and not text.endswith("\n") else "")
        file.writelines(f"{Anchor(chain, seq, digest, moment)}\n" for seq, digest in due(last))
        file.flush()
        os.fsync(file.fileno())


def kept(chain: str) -> list[Anchor | Forged]:
    """What stands in the store for a chain, in its order."""
    path = file_of(chain)
    return read(path) if path.exists() else []


def read(path: Path) -> list[Anchor | Forged]:
    """The anchors of a file, in their order."""
    return list(_parsed(path.read_text("utf-8", errors="replace")))


def chains() -> list[str]:
    """The chains of this face that have anchors in the store, whether or not their database is there."""
    return [chain for chain in here().databases if file_of(chain).exists()]


def file_of(chain: str) -> Path:
    """Where a chain's anchors stand in the store."""
    return settings().home_of(_home(chain)) / "audit" / f"{chain}{SUFFIX}"


def key_of(chain: str) -> bytes:
    """The key of a chain's HMACs: whoever writes to a database uses its own home's."""
    return key_for("audit", _home(chain))


def _home(chain: str) -> str:
    return chain if chain in DATABASES else here().own


def _parsed(text: str) -> Iterator[Anchor | Forged]:
    for number, row in enumerate(text.splitlines(), start=1):
        if row.strip() and not row.startswith("#"):
            yield _one(number, row.split())


def _one(number: int, parts: list[str]) -> Anchor | Forged:
    match parts:
        case [chain, seq, digest, at, mac] if seq.isdecimal():
            said = " ".join(parts[:-1])
            genuine = hmac.compare_digest(_mac(chain, said).encode(), mac.encode())
            return Anchor(chain, int(seq), digest, at, number) if genuine else Forged(number)
        case _:
            return Forged(number)


def _mac(chain: str, said: str) -> str:
    return hmac.new(key_of(chain), f"anchor {said}".encode(), hashlib.sha256).hexdigest()
