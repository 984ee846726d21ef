"""Key rings: the newest key seals, older ones still open until a rotation has gone over everything.

The vault's, which is also that of the office's databases, lies in `keys/vault.key` of the store, a line
`generation key` each (64 hex digits), readable by its owner only; or the newest comes from QINGZHANG_VAULT_KEY and
never touches the disk (the one before it from QINGZHANG_VAULT_KEY_BEFORE, until it is rotated out). The field's
database has a ring of its own in its folder, or from QINGZHANG_FIELD_KEY.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from analytics.settings import settings
from analytics.words import Refused

KEY_BYTES = 32
GENERATION = 12  # letters of a generation's name
GONE = "打开保险库的密钥不在本机,没有读取任何内容。请放回密钥文件,或设置正确的密钥后再试。"
_SEALED = b"PARE"  # how Parquet marks a file whose footer is encrypted


@dataclass(frozen=True)
class Ring:
    """Keys by generation; `newest` names the one that seals."""

    newest: str
    keys: Mapping[str, bytes]

    def key(self, generation: str) -> bytes:
        """The key of a generation; Refused when the ring has it not (any more)."""
        if generation not in self.keys:
            raise Refused(GONE)
        return self.keys[generation]


@dataclass(frozen=True)
class Keys:
    """Where a ring is kept: in a file, or in the environment (`given`, and the one `before` it).

    `locks`: a folder whose sealed files would be lost if the ring were made anew.
    """

    path: Path
    before: str
    given: str
    locks: Path | None = None

    def ring(self) -> Ring:
        """The ring, made at first use. Refused for a key file others may read, or one that is no key file."""
        if not self.path.exists() and not (self.before or self.given):
            if self.locks and any(map(is_sealed, self.locks.rglob("*.parquet"))):
                raise Refused(GONE)
            _write(self.path, {_generation(key): key for key in [secrets.token_bytes(KEY_BYTES)]}, only_first=True)
        if self.path.exists() and self.path.stat().st_mode & 0o077:
            raise Refused("密钥文件 {path} 的权限过宽,没有使用。请改为只有本人可读写(0600)后再试。", path=self.path)
        changed = self.path.stat().st_mtime_ns if self.path.exists() else 0
        return _ring(self.path, changed, (self.before, self.given))

    def turn(self) -> Ring:
        """Begin a rotation, or go on with one that was begun: a new newest key in the file, the others kept. With a key
        from the environment that one is the newest, and nothing is written."""
        ring = self.ring()
        if self.given or len(ring.keys) > 1:
            return ring
        key = secrets.token_bytes(KEY_BYTES)
        _write(self.path, {**ring.keys, _generation(key): key})
        return self.ring()

    def forget_older(self) -> None:
        """End a rotation: only the newest key is left; none in the file when it comes from the environment."""
        ring = self.ring()
        if self.given:
            self.path.unlink(missing_ok=True)
        else:
            _write(self.path, {ring.newest: ring.keys[ring.newest]})


def vault_keys(store: Path) -> Keys:
    """Where the ring of a store's vault is kept."""
    told = settings()
    given = (told.vault_key_before.get_secret_value(), told.vault_key.get_secret_value())
    return Keys(store / "keys" / "vault.key", *given, locks=store / "vault")


def keys_of(database: str) -> Keys:
    """Where the ring is kept that seals columns of a database."""
    told = settings()
    if database == "records":
        return vault_keys(told.store)
    given = (told.field_key_before.get_secret_value(), told.field_key.get_secret_value())
    return Keys(told.home_of(database) / "keys" / f"{database}.key", *given)


def ring_of(store: Path) -> Ring:
    """The ring of a store's vault; raises as Keys.ring does."""
    return vault_keys(store).ring()


@lru_cache(maxsize=16)
def _ring(path: Path, changed: int, given: tuple[str, ...]) -> Ring:
    keys = _read(path) if changed else {}
    for text in filter(None, given):
        keys.update([_named(text)])
    return Ring(list(keys)[-1], keys)


def is_sealed(path: Path) -> bool:
    """Whether a Parquet file is encrypted."""
    with path.open("rb") as file:
        return file.read(len(_SEALED)) == _SEALED


def _read(path: Path) -> dict[str, bytes]:
    rows = [line.split() for line in path.read_text("ascii").splitlines() if line.strip()]
    try:
        return {generation: bytes.fromhex(key) for generation, key in rows}
    except ValueError:
        raise Refused("密钥文件 {path} 无法识别,没有使用。请放回原来的文件。", path=path) from None


def _write(path: Path, keys: Mapping[str, bytes], *, only_first: bool = False) -> None:
    """Write the file aside and move it into place; `only_first`: whoever came first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_suffix(f".{secrets.token_hex(8)}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write("".join(f"{generation} {key.hex()}\n" for generation, key in keys.items()))
        file.flush()
        os.fsync(file.fileno())
    if not only_first:
        aside.replace(path)
        return
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()


def _named(text: str) -> tuple[str, bytes]:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refused("环境变量里的密钥应为 64 位十六进制数,没有使用。请核对后再试。")
    return _generation(key), key


def _generation(key: bytes) -> str:
    """A name that tells nothing about the key."""
    return hashlib.sha256(b"generation" + key).hexdigest()[:GENERATION]
