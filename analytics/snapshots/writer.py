"""Builds a snapshot in a temporary folder and publishes it in one move.

Files are written by pyarrow, in an order with a unique last key, so that the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.durable import flush, flush_tree, link_or_copy, replace_text, sha256_of
from analytics.schema import VERSION, cast_sql
from analytics.snapshots.cube import cube_sql
from analytics.snapshots.lock import HALF_BUILT
from analytics.snapshots.parquet import options
from analytics.snapshots.store import Snapshot

# folder -> (order, rows in a row group): one layout for rules, one for drill-down
LAYOUTS = {
    "payment": ("programme, village, household, person, period, payment_no", 131_072),
    "by_household": ("village, household, programme, person, period, payment_no", 16_384),
}


class SnapshotWriter:
    """Use as a context manager under store_lock(); what was not published is removed on the way out."""

    def __init__(self, store: Path, parent: Snapshot | None = None) -> None:
        self.store, self.parent = store, parent
        home = store / "snapshots"
        home.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=HALF_BUILT, dir=home))
        self._rows: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def table(self, con: duckdb.DuckDBPyConnection, name: str, relation: str) -> None:
        """Write the contract table `name` from the relation (a table, view or subquery) of that name in `con`.

        Columns the relation lacks become NULL; rows are ordered by all columns.
        """
        have = {c[0] for c in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
        sql = f"SELECT {cast_sql(name, have)} FROM {relation} ORDER BY ALL"
        self._write(f"{name}.parquet", con.sql(sql).to_arrow_table(), 131_072)

    def payments(self, con: duckdb.DuckDBPyConnection, relation: str, years: list[int] | None = None) -> None:
        """Write both layouts of the given partition years (default: all the relation has)."""
        have = {c[0] for c in con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
        found = con.execute(f"SELECT DISTINCT period // 100 FROM {relation} ORDER BY 1").fetchall()
        with ThreadPoolExecutor(2) as pool:
            for year in years if years is not None else [int(y) for (y,) in found]:
                rows = f"SELECT {cast_sql('payment', have)} FROM {relation} WHERE period // 100 = {year}"
                arrow = {f: con.sql(f"{rows} ORDER BY {o}").to_arrow_table() for f, (o, _) in LAYOUTS.items()}
                jobs = [
                    pool.submit(self._write, f"{f}/year={year}/part.parquet", arrow[f], size)
                    for f, (_, size) in LAYOUTS.items()
                ]
                for job in jobs:
                    job.result()

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

    def cube(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write the sums and counts on every level, from the payment files that now lie in the folder."""
        if any(p.startswith("payment/") for p in self._rows):
            source = f"read_parquet('{self.folder}/payment/*/*.parquet')"
            programme = (
                f"read_parquet('{self.folder}/programme.parquet')" if "programme.parquet" in self._rows else None
            )
            self.table(con, "cube", f"({cube_sql(source, programme)})")

    def publish(self, **notes: Any) -> Snapshot:
        """Flush, name by content, rename, make current. `notes` (sources, quality, …) go into the manifest."""
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
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(rows, target, row_group_size=row_group_size, **options(rows.column_names))
        self._rows[path] = rows.num_rows
