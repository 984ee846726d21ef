"""What every reader gives before a header is known: the first rows, and the rows under a header on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from analytics.intake.read.header import Header
from analytics.intake.read.sheet import REJECTED_SCHEMA


@dataclass(frozen=True)
class Body:
    """Rows under a header: c0..cN and source_row; rejected as Sheet.rejected; remarks for people."""

    rows: pa.Table
    rejected: pa.Table
    remarks: tuple[str, ...] = ()


class Grid(Protocol):
    """A sheet whose header is not known yet."""

    @property
    def name(self) -> str:
        """Name of the sheet, '' in a text file."""

    def head(self) -> list[list[str]]:
        """The first rows as text of one width, blank cells ''."""

    def body(self, header: Header) -> Body:
        """All rows under `header`."""


def no_rejects() -> pa.Table:
    """An empty table of rejected rows."""
    return REJECTED_SCHEMA.empty_table()


def no_rows() -> pa.Table:
    """An empty table of rows without columns."""
    return pa.table({"source_row": pa.array([], pa.int32())})
