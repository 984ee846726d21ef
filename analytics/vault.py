"""The vault: the only way to ID numbers, names, accounts, phones and households' numbers.

Each kind is a run of sealed Parquet parts (sealed_parquet.py) under vault/<kind>/, rows (key, value); keys are int32,
dense from 1, given once and never reused, so the value of key k is row k-1. New values get keys in the order of their
hash, which is the same on every machine and tells nothing about the person. A name's value is the folded name; its
spellings lie beside it under vault/spelling/ (key = the name's key).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analytics import sealed_parquet
from analytics.durable import flush
from analytics.keyring import ring_of

KINDS = ("person", "name", "account", "household", "phone")
_SCHEMA = pa.schema([("key", pa.int32()), ("value", pa.string())])


class Vault:
    """The vault of one store. Writing needs the store's lock; reading needs nothing."""

    def __init__(self, store: Path, keys: Path | None = None) -> None:
        """The vault in `store`; `keys`: the store whose key ring seals it, when it is another (one half built)."""
        self.home, self._keys = store / "vault", keys or store

    # --- reading
    def values(self, kind: str) -> pa.Table:
        """All (key, value) of a kind, in order of key."""
        parts = tuple((p, p.stat().st_mtime_ns) for p in self._parts(kind))
        return _load(parts, self._keys) if parts else _SCHEMA.empty_table()

    def value_of(self, kind: str, keys: Iterable[int]) -> dict[int, str]:
        """Plain values of keys; unknown keys are left out. Call only after permission and audit (analytics.reveal)."""
        column = self.values(kind)["value"]
        wanted = sorted({int(k) for k in keys if k is not None and 0 < k <= len(column)})
        return dict(zip(wanted, column.take(pa.array([k - 1 for k in wanted], pa.int64())).to_pylist(), strict=True))

    def masked(self, kind: str, keys: Iterable[int]) -> dict[int, str]:
        """Values of keys as everybody may see them."""
        return {k: mask(kind, v) for k, v in self.value_of(kind, keys).items()}

    def find(self, kind: str, values: Iterable[str]) -> dict[str, int]:
        """Keys of plain values that are known; values must be cleaned (folded) already."""
        rows = self.values(kind)
        hits = rows.filter(pc.is_in(rows["value"], pa.array(sorted(set(values)), pa.string())))
        return dict(zip(hits["value"].to_pylist(), hits["key"].to_pylist(), strict=True))

    # --- writing, during an intake
    def attach(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give `con` a table vault_<kind>(key, value) for every kind, and vault_spelling."""
        for kind in (*KINDS, "spelling"):
            known = self.values(kind)
            con.register("known_values", known)
            con.execute(f"CREATE OR REPLACE TABLE vault_{kind} AS SELECT key, value FROM known_values")
            con.unregister("known_values")

    def add(self, con: duckdb.DuckDBPyConnection, kind: str, query: str) -> int:
        """Give keys to the values of `query` (one text column) that have none; returns how many were new."""
        added = con.execute(
            f"""INSERT INTO vault_{kind}
            SELECT (SELECT count(*) FROM vault_{kind}) + row_number() OVER (ORDER BY sha256(value), value), value
            FROM (SELECT DISTINCT value FROM ({query}) AS given(value) WHERE value IS NOT NULL AND value <> '')
            WHERE value NOT IN (SELECT value FROM vault_{kind})"""
        )
        return int(added.fetchall()[0][0])

    def add_spellings(self, con: duckdb.DuckDBPyConnection, query: str) -> None:
        """Keep the spellings of names: `query` gives (name key, spelling)."""
        con.execute(
            f"""INSERT INTO vault_spelling SELECT DISTINCT key, value FROM ({query}) AS given(key, value)
            WHERE value IS NOT NULL AND (key, value) NOT IN (SELECT (key, value) FROM vault_spelling)
            ORDER BY key, value"""
        )

    def save(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write what `con` added as a new part of each kind, durable when this returns.

        An unused key is harmless, so this goes before the snapshot that uses it.
        """
        for kind in (*KINDS, "spelling"):
            old = self.values(kind).num_rows
            order = "rowid" if kind == "spelling" else "key"
            new: pa.Table = con.sql(
                f"SELECT key, value FROM vault_{kind} ORDER BY {order} OFFSET {old}"
            ).to_arrow_table()
            self.append(kind, new["key"], new["value"])

    def append(self, kind: str, keys: Any, values: Any) -> None:
        """Write keys and their values, which follow on all that are there, as a new part; durable when this returns."""
        rows = pa.table([keys, values], ["key", "value"]).cast(_SCHEMA)
        if not rows.num_rows:
            return
        folder = self.home / kind
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{len(self._parts(kind)) + 1:06d}.parquet"
        beside = part.with_suffix(".new")
        sealed_parquet.write(rows, beside, ring_of(self._keys))
        flush(beside)
        beside.rename(part)
        flush(folder)

    def move(self, store: Path) -> None:
        """Make this vault that of `store`, which has none."""
        home = store / "vault"
        for folder in sorted(self.home.iterdir()):
            folder.rename(home / folder.name)
        flush(home)

    def _parts(self, kind: str) -> tuple[Path, ...]:
        return tuple(sorted((self.home / kind).glob("*.parquet")))


@lru_cache(maxsize=32)
def _load(parts: tuple[tuple[Path, int], ...], keys: Path) -> pa.Table:
    """Parts never change once written, so their list (with times, for a store made anew) is their version."""
    ring = ring_of(keys)
    return pa.concat_tables([sealed_parquet.read(path, ring) for path, _changed in parts])


def mask(kind: str, value: str) -> str:
    """A value as everybody may see it: 519900********123X, 6214********0333, 张某某."""
    if kind == "name":
        return value[:1] + "某" * max(1, len(value) - 1)
    if kind == "person" and len(value) in (15, 18):
        return value[:6] + "*" * (len(value) - 10) + value[-4:]
    shown = min(4, len(value) // 4)
    return value[:shown] + "*" * (len(value) - 2 * shown) + (value[-shown:] if shown else "")
