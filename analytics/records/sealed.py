"""Columns and pieces sealed in a database (AES-GCM): they open by the ring of their database, in their own place.

The generation of the key stands in front, so that what an older one sealed opens until it was sealed anew.
"""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from analytics.keyring import GENERATION, keys_of
from analytics.words import Refused

_NONCE_BYTES = 12
_HEAD = GENERATION + _NONCE_BYTES


class Sealed(TypeDecorator[str]):
    """A text column kept as sealed bytes, by the ring of the database named."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, database: str) -> None:
        super().__init__()
        self.database = database

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else seal(self.database, value.encode(), "column")

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else unseal(self.database, value, "column").decode()


def seal(database: str, plain: bytes, place: str) -> bytes:
    """Sealed bytes that open for the same place only."""
    ring, nonce = keys_of(database).ring(), os.urandom(_NONCE_BYTES)
    return ring.newest.encode() + nonce + _cipher(ring.key(ring.newest)).encrypt(nonce, plain, place.encode())


def unseal(database: str, sealed: bytes, place: str) -> bytes:
    """What was sealed; Refused when it is another's, changed, or the key is another."""
    generation, nonce, rest = sealed[:GENERATION], sealed[GENERATION:_HEAD], sealed[_HEAD:]
    key = keys_of(database).ring().key(generation.decode("ascii", "replace"))
    try:
        return _cipher(key).decrypt(nonce, rest, place.encode())
    except (InvalidTag, ValueError):  # ValueError: cut short
        raise Refused("内容无法解密:密钥不符或内容已损坏。未作任何更改,请联系系统管理员。") from None


def seal_anew(database: str, sealed: bytes, place: str) -> bytes:
    """The same, by the newest key."""
    return seal(database, unseal(database, sealed, place), place)


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDF(hashes.SHA256(), length=len(key), salt=None, info=b"columns").derive(key))
