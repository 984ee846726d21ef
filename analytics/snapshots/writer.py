"""Builds a snapshot in a temporary folder and publishes it in one move.

Files are written by pyarrow, in an order with a unique last key, so that the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Semaphore
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from analytics.durable import flush, flush_tree, link_or_copy, replace_text, sha256_of
from analytics.schema import VERSION, cast_sql
from analytics.snapshots.cube import cube_sql
from analytics.snapshots.lock import HALF_BUILT
from analytics.snapshots.row_groups import PIECE, RowGroups
from analytics.snapshots.store import Snapshot

# folder -> (order, rows in a row group): one layout for rules, one for drill-down
LAYOUTS = {
    "payment": ("programme, village, household, person, period, payment_no", PIECE),
    "by_household": ("village, household, programme, person, period, payment_no", 16_384),
}
_AHEAD = 8  # pieces that may wait for their encoding: what bounds the memory


class SnapshotWriter:
    """Use as a context manager under store_lock(); what was not published is removed on the way out."""

    def __init__(self, store: Path, parent: Snapshot | None = None) -> None:
        self.store, self.parent = store, parent
        home = store / "snapshots"
        home.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=HALF_BUILT, dir=home))
        self._rows: dict[str, int] = {}
        self._open: dict[str, RowGroups] = {}
        self._last: dict[str, Any] = {}  # path -> the first column's value in the last row written
        self._ahead = Semaphore(_AHEAD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._open.values():
            file.drop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def table(self, con: duckdb.DuckDBPyConnection, name: str, relation: str) -> None:
        """Write the contract table `name` from the relation (a table, view or subquery) of that name in `con`.

        Columns the relation lacks become NULL; rows are ordered by all columns.
        """
        self.append(con, name, relation)
        self._open.pop(f"{name}.parquet").close()

    def append(self, con: duckdb.DuckDBPyConnection, name: str, relation: str) -> None:
        """As `table`, of a table that comes in several parts; the file stays open for the next.

        ValueError when a part does not come behind the one before it, by the first column at least.
        """
        path = f"{name}.parquet"
        sql = f"SELECT {cast_sql(name, _columns(con, relation))} FROM {relation} ORDER BY ALL"
        for rows in _pieces(con, sql):
            self._follow(path, rows.column(0))
            self._write(path, rows, PIECE)

    def payments(self, con: duckdb.DuckDBPyConnection, relation: str, years: list[int] | None = None) -> None:
        """Write both layouts of the given partition years (default: all the relation has)."""
        have = _columns(con, relation)
        found = con.execute(f"SELECT DISTINCT period // 100 FROM {relation} ORDER BY 1").fetchall()
        for year in years if years is not None else [int(y) for (y,) in found]:
            rows = f"SELECT {cast_sql('payment', have)} FROM {relation} WHERE period // 100 = {year}"
            for layout, (order, _) in LAYOUTS.items():
                self.year(layout, year, _pieces(con, f"{rows} ORDER BY {order}"))

    def year(self, layout: str, year: int, pieces: Iterable[pa.Table]) -> None:
        """Write a partition year in one layout, from pieces that come in its order."""
        for rows in pieces:
            self._write(f"{layout}/year={year}/part.parquet", rows, LAYOUTS[layout][1])

    def glob(self, table: str) -> str:
        """Where the rows of `table` lie that were written here, as a path DuckDB reads."""
        self._finish()
        return f"{self.folder}/{table}/*/*.parquet" if table in LAYOUTS else f"{self.folder}/{table}.parquet"

    def count(self, table: str) -> int:
        """Rows of `table` written so far."""
        return self._rows.get(f"{table}.parquet", 0)

    def keep(self, path: str) -> None:
        """Take a file over from the parent unchanged (a hard link)."""
        assert self.parent is not None
        link_or_copy(self.parent.path / path, self.folder / path)
        self._rows[path] = self.parent.manifest["files"][path]["rows"]

    def keep_rest(self, but: frozenset[str] = frozenset()) -> None:
        """Take over every file of the parent that was not written here, but those of the tables named."""
        for path in self.parent.manifest["files"] if self.parent else ():
            if path not in self._rows and Path(path).parts[0].removesuffix(".parquet") not in but:
                self.keep(path)

    def cube(self, con: duckdb.DuckDBPyConnection, parts: Sequence[str] = ("true",)) -> None:
        """Write the sums and counts on every level, from the payment files that now lie in the folder.

        A county too large for one go is counted in parts: conditions no two of which meet the same payee or household.
        """
        if not any(p.startswith("payment/") for p in self._rows):
            return
        source = f"read_parquet('{self.glob('by_household')}')"
        programme = f"read_parquet('{self.glob('programme')}')" if "programme.parquet" in self._rows else None
        part = "CREATE TEMP TABLE cube_part AS"
        for condition in parts:
            con.execute(f"{part} {cube_sql(f'(SELECT * FROM {source} WHERE {condition})', programme)}")
            part = "INSERT INTO cube_part"
        sums = ", ".join(f"sum({c}) AS {c}" for c in ("payments", "amount", "people", "households"))
        self.table(con, "cube", f"(SELECT year, programme, level, place, {sums} FROM cube_part GROUP BY ALL)")
        con.execute("DROP TABLE cube_part")

    def publish(self, **notes: Any) -> Snapshot:
        """Flush, name by content, rename, make current. `notes` (sources, quality, …) go into the manifest."""
        self._finish()
        files = {p: {"sha256": sha256_of(self.folder / p), "rows": n} for p, n in sorted(self._rows.items())}
        digest = hashlib.sha256("".join(f"{p} {f['sha256']}\n" for p, f in files.items()).encode()).hexdigest()[:16]
        manifest = {
            "id": digest,
            "parent": self.parent.id if self.parent else None,
            "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "schema_version": VERSION,
            **notes,
            "files": files,
        }
        (self.folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        flush_tree(self.folder)
        final = self.store / "snapshots" / digest
        if not final.exists():
            self.folder.rename(final)
            flush(final.parent)
        replace_text(self.store / "current", digest + "\n")
        return Snapshot(digest, final)

    def _write(self, path: str, rows: pa.Table, row_group_size: int) -> None:
        if path not in self._open:
            self._open[path] = RowGroups(self.folder / path, rows.schema, row_group_size, self._ahead)
            self._rows[path] = 0
        self._open[path].write(rows)
        self._rows[path] += rows.num_rows

    def _follow(self, path: str, first_column: pa.ChunkedArray) -> None:
        """ValueError unless the rows come behind those that were written before (NULL is last)."""
        if not len(first_column):
            return
        last, first = self._last.get(path), first_column[0].as_py()
        if path in self._last and first is not None and (last is None or first < last):
            raise ValueError(f"rows of {path} come out of order: {first} after {last}")
        self._last[path] = first_column[-1].as_py()

    def _finish(self) -> None:
        """End all files that are still open."""
        while self._open:
            self._open.pop(next(iter(self._open))).close()


def _columns(con: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    return {c[0] for c in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}


def _pieces(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[pa.Table]:
    """The answer piece by piece; one without rows at the least, for its columns."""
    reader = con.sql(sql).to_arrow_reader(PIECE)
    yield reader.schema.empty_table()
    for batch in reader:
        yield pa.Table.from_batches([batch])
