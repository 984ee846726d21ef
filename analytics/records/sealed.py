"""Columns and pieces sealed in a database (AES-GCM): they open by the key of their home, in their own place."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

from analytics.records.keys import key_for
from analytics.words import Refused

_NONCE_BYTES = 12


class Sealed(TypeDecorator[str]):
    """A text column kept as sealed bytes, by the key of the database named."""

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
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(database).encrypt(nonce, plain, place.encode())


def unseal(database: str, sealed: bytes, place: str) -> bytes:
    """What was sealed; Refused when it is another's, changed, or the key is another."""
    try:
        return _cipher(database).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], place.encode())
    except InvalidTag:
        raise Refused("内容无法解密:密钥不符或内容已损坏。未作任何更改,请联系系统管理员。") from None


def _cipher(database: str) -> AESGCM:
    return AESGCM(key_for("sealed", database))
