"""What an intake did: shown on the page, printed by the command line, kept with the job. Nothing personal in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class SheetReport:
    """One sheet taken in: rows_read = rows_kept + rows_rejected (of a month grid: cells with money in them)."""

    source_file: int
    file: str
    sheet: str
    table: str
    title: str
    department: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    columns: dict[str, str]
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]
    quality: dict[str, Any]


@dataclass
class IntakeReport:
    """The outcome of one intake.

    snapshot     id of the new snapshot; None when nothing was taken in, and the store is as it was
    intake       id under which the rejected rows are kept; None when there is no snapshot
    sheets       what was taken in
    refused      (file, one sentence) of files left out; the others went on
    standing     those of `refused` that repeat payments which stand: a person may replace or add
    unchanged    files that had been taken in before and changed nothing
    skipped      (file, sheet, why) of sheets that hold no table
    """

    snapshot: str | None = None
    intake: str | None = None
    sheets: list[SheetReport] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def rows_read(self) -> int:
        """Rows of all sheets taken in."""
        return sum(s.rows_read for s in self.sheets)

    @property
    def rows_kept(self) -> int:
        """Rows that are in the snapshot."""
        return sum(s.rows_kept for s in self.sheets)

    @property
    def rows_rejected(self) -> int:
        """Rows kept aside, to be mended and sent again."""
        return sum(s.rows_rejected for s in self.sheets)

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON."""
        return asdict(self) | {
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "rows_rejected": self.rows_rejected,
        }
