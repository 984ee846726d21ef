"""Searches everything a program has written, decoded: tables, databases, archives, however deep, in four encodings."""

from __future__ import annotations

import gzip
import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
Piece = tuple[str, bytes]


def leaks(roots: Iterable[Path], needles: Iterable[str]) -> list[str]:
    """Where a needle stands in any file under the roots: path, place within, encoding (never the needle)."""
    forms = [(encoding, needle.encode(encoding)) for needle in set(needles) for encoding in ENCODINGS]
    found = set()
    for root in roots:
        for path in [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file()):
            for where, data in [(path.name, path.name.encode()), *pieces(str(path), path.read_bytes(), path)]:
                found |= {f"{path} {where} {encoding}" for encoding, form in forms if form in data}
    return sorted(found)


def pieces(where: str, data: bytes, path: Path | None = None) -> Iterator[Piece]:
    """The bytes as they are, and every text and blob that can be taken out of them."""
    yield where, data
    for magic, taken in _READERS.items():
        if data.startswith(magic):
            yield from taken(where, data, path)


def _parquet(where: str, data: bytes, _path: Path | None) -> Iterator[Piece]:
    table = pq.read_table(pa.BufferReader(data))
    for name in table.column_names:
        for value in table[name].unique().to_pylist() if _flat(table[name].type) else table[name].to_pylist():
            yield from _values(f"{where}:{name}", value)


def _flat(kind: pa.DataType) -> bool:
    return not (pa.types.is_nested(kind) or pa.types.is_map(kind))


def _values(where: str, value: Any) -> Iterator[Piece]:
    if isinstance(value, str):
        yield where, value.encode()
    elif isinstance(value, bytes):
        yield from pieces(where, value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(where, key)
            yield from _values(where, inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _values(where, inner)
    elif value is not None:
        yield where, str(value).encode()


def _sqlite(where: str, data: bytes, path: Path | None) -> Iterator[Piece]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        copy.write_bytes(data)
        for more in ("-wal", "-shm"):
            if path is not None and (beside := Path(f"{path}{more}")).exists():
                Path(f"{copy}{more}").write_bytes(beside.read_bytes())
        connection = sqlite3.connect(copy)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                yield from _values(f"{where}:{table}", row)
        connection.close()


def _zip(where: str, data: bytes, _path: Path | None) -> Iterator[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield f"{where}!", name.encode()
            yield from pieces(f"{where}!{name}", archive.read(name))


def _gzip(where: str, data: bytes, _path: Path | None) -> Iterator[Piece]:
    yield from pieces(f"{where}!", gzip.decompress(data))


_READERS = {b"PAR1": _parquet, b"SQLite format 3\x00": _sqlite, b"PK\x03\x04": _zip, b"\x1f\x8b": _gzip}
