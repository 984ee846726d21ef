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

from analytics.export import XLSX_TYPE, File, Head, Order
from analytics.permissions import require
from analytics.precheck.service import Answer, Line
from analytics.records.keys import key_for
from analytics.viewer import Viewer
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
        told = {"rows": answer.rows, "number": answer.number, "lines": [asdict(line) for line in answer.lines]}
        self._write(f"{full}.json", json.dumps(told).encode())
        self._write(f"{full}.xlsx", answer.workbook)

    def has(self, full: bool) -> bool:
        """Whether there is such an answer, and still time to read it."""
        sweep(self.store)
        return bool(_TOKEN.fullmatch(self.token)) and self._path(f"{full}.json").exists()

    def lines(self, full: bool) -> tuple[Line, ...]:
        """The rows to be looked at again; Refused when they are gone or another's."""
        return tuple(Line(**line) for line in self._told(full)["lines"])

    def order(self, viewer: Viewer, filename: str, full: bool) -> Order:
        """The roster with its two columns more, to be taken out; Refused when it is gone or another's. Its head was
        written when it was checked."""
        require(viewer, "precheck_full" if full else "precheck")
        told = self._told(full)
        head = Head(viewer, filename, "", number=told["number"])
        return Order(filename, XLSX_TYPE, head, lambda _whole: File(self._read(f"{full}.xlsx"), told["rows"]))

    def _told(self, full: bool) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self._read(f"{full}.json"))
        return told

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
