"""Lists a session brought along: sealed, in a folder of the session that goes when the session does.

Values the vault does not know get negative keys here: they never enter the vault or a snapshot, and mean nothing
once the session is over.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from analytics.faces import here
from analytics.records.accounts.sessions import live_session
from analytics.records.keys import key_for
from analytics.vault import Vault, mask
from analytics.words import Refused

# The session's own keys lie below this; above it a negative household is the one of a payee no register knows.
BELOW = -1_000_000_000
_NONCE_BYTES = 12
_NAME = re.compile(r"[0-9a-f]{32}")
_BOOK = "unknown"
_ABOUT = b"about"
BOOK = pa.schema([("kind", pa.string()), ("key", pa.int32()), ("value", pa.string())])


@dataclass(frozen=True)
class Shelf:
    """What one session (its id: 32 hex digits) brought to one store."""

    store: Path
    session: str

    @property
    def folder(self) -> Path:
        return _home(self.store) / self.session

    def put(self, rows: pa.Table, about: dict[str, Any]) -> str:
        """Keep a list with what is said about it (plain JSON); returns its token."""
        token = secrets.token_hex(16)
        self._write(token, rows.replace_schema_metadata({_ABOUT: json.dumps(about)}))
        return token

    def rows(self, token: str) -> pa.Table:
        """The rows of a list. Refused when this session has none of that token (any more)."""
        if not _NAME.fullmatch(token) or not (self.folder / token).exists():
            raise Refused("这份上传的名单已随登录结束清除,或不是本次登录上传的。没有比对,请重新上传。")
        return self._read(token)

    def about(self, token: str) -> dict[str, Any]:
        """What was said about a list when it was put; Refused as rows()."""
        about: dict[str, Any] = json.loads(self.rows(token).schema.metadata[_ABOUT])
        return about

    def tokens(self) -> list[str]:
        """The lists of this session, the oldest first."""
        found = [path for path in self.folder.glob("*") if _NAME.fullmatch(path.name)]
        return [path.name for path in sorted(found, key=lambda p: (p.stat().st_mtime_ns, p.name))]

    def take_away(self, token: str) -> None:
        """Remove one list."""
        if _NAME.fullmatch(token):
            (self.folder / token).unlink(missing_ok=True)

    def keys_of(self, kind: str, values: Collection[str]) -> dict[str, int]:
        """value -> its key: the vault's, or a negative one of this session, given once for all its lists."""
        known = Vault(self.store).find(kind, values)
        book = self._book()
        mine = {row["value"]: row["key"] for row in book.to_pylist() if row["kind"] == kind}
        new = sorted(set(values) - known.keys() - mine.keys())
        if new:
            first = BELOW - book.num_rows - 1
            added = {value: first - number for number, value in enumerate(new)}
            rows = [{"kind": kind, "key": key, "value": value} for value, key in added.items()]
            self._write(_BOOK, pa.concat_tables([book, pa.Table.from_pylist(rows, BOOK)]))
            mine |= added
        return mine | known

    def values_of(self, kind: str, keys: Iterable[int | None]) -> dict[int, str]:
        """Plain values of this session's own keys of a kind."""
        wanted = {key for key in keys if is_own(key)}
        book = self._book().to_pylist() if wanted else []
        return {row["key"]: row["value"] for row in book if row["kind"] == kind and row["key"] in wanted}

    def masked(self, kind: str, keys: Iterable[int | None]) -> dict[int, str]:
        """The same as everybody may see them."""
        return {key: mask(kind, value) for key, value in self.values_of(kind, keys).items()}

    def _book(self) -> pa.Table:
        return self._read(_BOOK) if (self.folder / _BOOK).exists() else BOOK.empty_table()

    def _write(self, name: str, rows: pa.Table) -> None:
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, rows.schema) as writer:
            writer.write_table(rows)
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + _cipher().encrypt(nonce, sink.getvalue().to_pybytes(), self._bound(name))
        _make(self.folder)
        beside = self.folder / f".{name}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.write(sealed)
            beside.replace(self.folder / name)
        except OSError:
            beside.unlink(missing_ok=True)
            raise Refused("磁盘写不下这份名单。名单未上传,数据未变。请腾出空间后再试。") from None

    def _read(self, name: str) -> pa.Table:
        sealed = (self.folder / name).read_bytes()
        plain = _cipher().decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._bound(name))
        return pa.ipc.open_stream(plain).read_all()

    def _bound(self, name: str) -> bytes:
        """A sealed file opens in its own session and under its own name only."""
        return f"{self.session}/{name}".encode()


def is_own(key: int | None) -> bool:
    """Whether a key is a session's own: nobody the vault knows."""
    return key is not None and key < BELOW


def sweep(store: Path) -> None:
    """Remove what sessions that are over have left; only the office's face has a workbench."""
    if here().own != "records":
        return
    for folder in _home(store).glob("*"):
        if live_session(folder.name) is None:
            shutil.rmtree(folder, ignore_errors=True)


def _home(store: Path) -> Path:
    return store / "tmp" / "workbench"


def _make(folder: Path) -> None:
    if not _NAME.fullmatch(folder.name):
        raise KeyError(folder.name)
    for path in (folder.parent.parent, folder.parent, folder):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)


def _cipher() -> AESGCM:
    return AESGCM(key_for("workbench"))
