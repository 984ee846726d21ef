"""The store's own key: one random file, one derived key per purpose."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from analytics.faces import here
from analytics.settings import settings

KEY_BYTES = 32


def key_for(purpose: str, database: str = "") -> bytes:
    """32 bytes derived for `purpose` ("audit", "exports") from the key in the home of a database (this face's own,
    unless named); made on first use."""
    hkdf = HKDF(hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode())
    return hkdf.derive(_store_key(settings().home_of(database or here().own) / "keys" / "records.key"))


def _store_key(path: Path) -> bytes:
    if not path.exists():
        _create(path)
    return bytes.fromhex(path.read_text("ascii"))


def _create(path: Path) -> None:
    """Write the key aside and link it into place: nobody reads half a key, and the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
