"""Answers kept for whoever asked: sealed in the store, for the session that asked, for an hour."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from analytics.precheck.service import Answer, Line
from analytics.records.keys import key_for
from analytics.words import Refused

HOME = "prechecks"
KEPT_SECONDS = 3600
_TOKEN = re.compile(r"[0-9a-f]{32}")
_NONCE_BYTES = 12
GONE = "这次预审的结果已过期,或不属于当前登录。请重新上传名册。"


@dataclass(frozen=True)
class Kept:
    """Where an answer lies: for one session, under a token, the department's or the full one."""

    store: Path
    session: str
    token: str

    def put(self, answer: Answer, full: bool) -> None:
        """Seal it; only this session opens it again."""
        lines = json.dumps({"rows": answer.rows, "lines": [asdict(line) for line in answer.lines]})
        self._write(f"{full}.json", lines.encode())
        self._write(f"{full}.xlsx", answer.workbook)

    def has(self, full: bool) -> bool:
        """Whether there is such an answer, and still time to read it."""
        sweep(self.store)
        return bool(_TOKEN.fullmatch(self.token)) and self._path(f"{full}.json").exists()

    def lines(self, full: bool) -> tuple[Line, ...]:
        """The rows to be looked at again; Refused when they are gone or another's."""
        told: dict[str, Any] = json.loads(self._read(f"{full}.json"))
        return tuple(Line(**line) for line in told["lines"])

    def workbook(self, full: bool) -> bytes:
        """The roster with its two columns more; Refused when it is gone or another's."""
        return self._read(f"{full}.xlsx")

    def _path(self, name: str) -> Path:
        return self.store / HOME / self.token / name

    def _seal(self, name: str) -> bytes:
        return f"{self.session} {self.token} {name}".encode()

    def _write(self, name: str, plain: bytes) -> None:
        path, nonce = self._path(name), os.urandom(_NONCE_BYTES)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(nonce + AESGCM(key_for("prechecks")).encrypt(nonce, plain, self._seal(name)))

    def _read(self, name: str) -> bytes:
        sweep(self.store)
        if not _TOKEN.fullmatch(self.token) or not self._path(name).exists():
            raise Refused(GONE)
        sealed = self._path(name).read_bytes()
        try:
            return AESGCM(key_for("prechecks")).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._seal(name))
        except InvalidTag:
            raise Refused(GONE) from None


def new(store: Path, session: str) -> Kept:
    """A place for the answers of one check."""
    sweep(store)
    (store / HOME).mkdir(parents=True, exist_ok=True, mode=0o700)
    return Kept(store, session, secrets.token_hex(16))


def sweep(store: Path) -> None:
    """Remove what has been kept long enough."""
    oldest = time.time() - KEPT_SECONDS
    for folder in (store / HOME).glob("*"):
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
