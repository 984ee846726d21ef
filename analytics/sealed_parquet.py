"""Parquet files that only the vault's key ring opens: Parquet's own modular encryption, footer and all columns.

Each file has a key of its own, wrapped by the newest key of the ring, whose generation is named in the file. A file
from before the vault was sealed is still read; a rotation seals it.
"""

from __future__ import annotations

import base64
import os
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pyarrow.parquet.encryption as pe
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from analytics.keyring import Ring, is_sealed
from analytics.words import Refused

_NONCE_BYTES = 12
_KMS = pe.KmsConnectionConfig()
DAMAGED = "保险库的文件无法打开:密钥不符或内容已损坏。没有读取任何内容。请运行 verify,必要时从备份恢复。"


class _Wraps(pe.KmsClient):  # type: ignore[misc]
    """Wraps a file's keys with those of the ring; `identifier` is the generation."""

    def __init__(self, ring: Ring) -> None:
        super().__init__()
        self._ring = ring

    def wrap_key(self, key: bytes, identifier: str) -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return base64.b64encode(nonce + AESGCM(self._ring.key(identifier)).encrypt(nonce, key, identifier.encode()))

    def unwrap_key(self, wrapped: bytes, identifier: str) -> bytes:
        sealed = base64.b64decode(wrapped)
        key = self._ring.key(identifier)
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], identifier.encode())


def write(rows: pa.Table, path: Path, ring: Ring) -> None:
    """Write a table sealed by the ring's newest key."""
    how = pe.EncryptionConfiguration(
        footer_key=ring.newest, uniform_encryption=True, encryption_algorithm="AES_GCM_V1", data_key_length_bits=256
    )
    properties = _factory(ring).file_encryption_properties(_KMS, how)
    pq.write_table(rows, path, compression="zstd", use_dictionary=False, encryption_properties=properties)


def read(path: Path, ring: Ring) -> pa.Table:
    """The table in a file, sealed or from before; Refused when the key is another or the file was changed."""
    if not is_sealed(path):
        return pq.read_table(path)
    try:
        properties = _factory(ring).file_decryption_properties(_KMS, pe.DecryptionConfiguration())
        return pq.ParquetFile(path, decryption_properties=properties).read(use_threads=False)
    except (OSError, pa.ArrowException, InvalidTag):
        raise Refused(DAMAGED) from None


def by_newest(path: Path, ring: Ring) -> bool:
    """Whether a file is sealed by the ring's newest key: then a rotation leaves it. The footer's key is described in
    clear at the end of the file, by its generation."""
    return is_sealed(path) and ring.newest.encode() in path.read_bytes()[-4096:]


@lru_cache(maxsize=16)
def _factory_of(newest: str, keys: tuple[tuple[str, bytes], ...]) -> pe.CryptoFactory:
    ring = Ring(newest, dict(keys))
    return pe.CryptoFactory(lambda _config: _Wraps(ring))


def _factory(ring: Ring) -> pe.CryptoFactory:
    return _factory_of(ring.newest, tuple(ring.keys.items()))
