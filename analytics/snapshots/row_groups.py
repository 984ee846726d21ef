"""A Parquet file written as its rows come: groups of one size, so that the same rows give the same bytes.

Encoding runs beside whoever makes the rows; a limit of pieces under way keeps the memory flat.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.snapshots.parquet import options

PIECE = 131_072  # rows that whoever makes rows hands over at a time


class RowGroups:
    """Rows come by `write` in pieces of any length; `close` ends the file. `ahead` may be shared by several files."""

    def __init__(self, target: Path, schema: pa.Schema, size: int, ahead: Semaphore | None = None) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self.rows, self._size = 0, size
        self._ahead, self._held = ahead or Semaphore(2), schema.empty_table()
        self._file = pq.ParquetWriter(target, schema, **options(schema.names))
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def write(self, piece: pa.Table) -> None:
        """Hand over the next rows; waits while too many are under way. Raises what an earlier piece raised."""
        if self._last and self._last.done():
            self._last.result()
        self._ahead.acquire()
        self.rows += piece.num_rows
        self._last = self._thread.submit(self._encode, piece)

    def close(self) -> int:
        """End the file; returns its rows."""
        self._thread.shutdown()
        try:
            if self._last:
                self._last.result()
            if self._held.num_rows or not self.rows:
                self._file.write_table(self._held.combine_chunks(), row_group_size=self._size)
        finally:
            self._file.close()
        return self.rows

    def drop(self) -> None:
        """Leave the file unfinished, to be removed."""
        self._thread.shutdown(cancel_futures=True)
        self._file.close()

    def _encode(self, piece: pa.Table) -> None:
        try:
            held = pa.concat_tables([self._held, piece])
            whole = held.num_rows // self._size * self._size
            if whole:
                self._file.write_table(held.slice(0, whole).combine_chunks(), row_group_size=self._size)
            self._held = held.slice(whole)
        finally:
            self._ahead.release()
