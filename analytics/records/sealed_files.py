"""Files that wait to be fetched: encrypted in the store, each under a name it opens by and no other."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from analytics.faces import here
from analytics.records.keys import key_for
from analytics.settings import settings
from analytics.words import Refused

NONCE_BYTES = 12


@contextmanager
def put(name: str, payload: bytes) -> Iterator[None]:
    """Keep a file while what goes with it is written down; it is gone again when that fails."""
    _write(_path(name), _encrypt(name, payload))
    try:
        yield
    except BaseException:
        drop(name)
        raise


def get(name: str) -> bytes:
    """The file's bytes. Raises FileNotFoundError."""
    sealed = _path(name).read_bytes()
    return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())


def drop(name: str) -> None:
    """Delete it, if it is still there."""
    _path(name).unlink(missing_ok=True)


def sweep(older: timedelta) -> None:
    """Delete what has lain there longer, whatever it was for."""
    oldest = time.time() - older.total_seconds()
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):  # somebody else sweeps too
            if path.stat().st_mtime < oldest:
                path.unlink()


def _path(name: str) -> Path:
    return _folder() / name


def _folder() -> Path:
    """In this face's own home: the field's process may write nowhere else."""
    return settings().home_of(here().own) / "exports"


def _encrypt(name: str, payload: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, payload, name.encode())


def _cipher() -> AESGCM:
    return AESGCM(key_for("exports"))


def _write(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(sealed)
    except OSError:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise Refused("磁盘写不下这个文件,导出未生成。请腾出空间或缩小筛选范围后再试。") from None
