"""What reading gives: one Sheet per sheet of a file, every cell still text."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

# Kinds of rows that are no data; the keys of Sheet.dropped.
TOTAL, SUBTOTAL, REPEATED_HEADER, REPEATED_TITLE, SIGNATURE, REMARK, BLANK, EMPTY_MONTH = (
    "合计",
    "小计",
    "重复表头",
    "重复标题",
    "签字行",
    "说明行",
    "空行",
    "空白月份",
)

REJECTED_SCHEMA = pa.schema([("source_row", pa.int32()), ("text", pa.string()), ("reason", pa.string())])


@dataclass(frozen=True)
class Sheet:
    """One sheet as text.

    file, sheet   name of the file and of the sheet ('' in a text file)
    title         text above the header, lines joined by a blank
    notes         lines above the header that say 填报单位:…, 单位:元, 制表日期:…
    header        cleaned names, one a column ('' where the file has none; may repeat)
    rows          string columns c0..cN (blank cells are NULL) and source_row int32, 1-based in file or sheet
    rejected      rows that do not fit the header: source_row, text (the whole row), reason (Chinese)
    dropped       kind of no-data row (the constants above) → count; not part of rows_read
    rows_read     data rows (of a month grid after unpivot_months: cells with money in them);
                  always rows_read == rows.num_rows + rejected.num_rows
    remarks       what the reader has to tell people, Chinese sentences
    skipped       why the sheet holds no table ('' when it does); then header and rows are empty
    """

    file: str
    sheet: str
    title: str
    notes: str
    header: tuple[str, ...]
    rows: pa.Table
    rejected: pa.Table
    dropped: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    skipped: str = ""

    @property
    def rows_read(self) -> int:
        """Data rows of the sheet, kept and rejected."""
        return int(self.rows.num_rows + self.rejected.num_rows)
