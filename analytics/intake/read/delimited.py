"""Text tables (csv, txt): encoding and delimiter found, parsed by pyarrow as text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv as pa_csv

from analytics.intake.read.encoding import Utf8Stream, decoded, find_encoding
from analytics.intake.read.grid import Body
from analytics.intake.read.header import SEARCHED_ROWS, Header
from analytics.intake.read.limits import check_shape
from analytics.intake.read.sheet import REJECTED_SCHEMA

DELIMITERS = (",", "\t", ";", "|", "，")
_SAMPLE_BYTES = 1 << 20
_BLOCK_BYTES = 1 << 23
_LONGEST_RECORD = 50  # lines of a quoted cell
_ONE_BYTE = {"，": "\x1f"}  # arrow takes one byte only
# Delimiters no byte of another character can be taken for: such a file is parsed first and decoded afterwards.
_OWN_BYTE = {"utf-8": ",\t;|", "gb18030": ",\t;"}


@dataclass(frozen=True)
class TextGrid:
    """A text table: its `data`, the first `records`, and for each the offset in `data` of its end."""

    name: str
    file: str
    data: bytes
    encoding: str
    delimiter: str
    records: list[list[str]]
    ends: list[int]

    def head(self) -> list[list[str]]:
        """The first records, padded to one width."""
        width = max(map(len, self.records), default=0)
        return [record + [""] * (width - len(record)) for record in self.records]

    def body(self, header: Header) -> Body:
        """All records under `header`; longer ones whose surplus is not blank are rejected."""
        start, width = self.ends[header.body - 1], self._width(header)
        parse = _Parse(self.data, start, self.encoding, self.delimiter, width, header.body)
        body = parse.run()
        check_shape(self.file, body.rows.num_rows, width)
        return body

    def _width(self, header: Header) -> int:
        """The header's cells, and the blank ones rows have beyond it (a delimiter at each line's end)."""
        named = max(len(record) for record in self.records[header.first : header.body])
        below = self.records[header.body] if header.body < len(self.records) else []
        return named if any(below[named:]) else max(named, len(below))


def read_delimited(file: str, data: bytes) -> TextGrid:
    """A text table, its header still unknown. Raises Refused when it has too many columns."""
    encoding, bom = find_encoding(data)
    sample = data[bom : bom + _SAMPLE_BYTES].decode(encoding, "ignore")
    lines = io.StringIO(sample, newline="").readlines()
    delimiter = find_delimiter(lines)
    records, ends = _first_records(lines, delimiter, encoding, bom)
    check_shape(file, 0, max(map(len, records), default=0))
    return TextGrid("", file, data, encoding, delimiter, records, ends)


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that cuts most of the first lines into the same number (over one) of cells."""

    def regularity(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(r) for r in _cut(lines[: SEARCHED_ROWS * 2], delimiter) if len(r) > 1)
        width, count = widths.most_common(1)[0] if widths else (0, 0)
        return count, width

    return max(DELIMITERS, key=regularity)


def _cut(lines: list[str], delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:  # one cell of more than 131,072 characters: not the delimiter, or an unpaired quote
        return [line.rstrip("\r\n").split(delimiter) for line in lines]


def _first_records(lines: list[str], delimiter: str, encoding: str, start: int) -> tuple[list[list[str]], list[int]]:
    """The first records, blank cells '', and where in the file each ends; a record may take several lines."""
    records: list[list[str]] = []
    ends: list[int] = []
    used, end = 0, start
    while used < len(lines) and len(records) <= SEARCHED_ROWS:
        taken = _lines_of_record(lines, used, delimiter)
        record = _cut(lines[used : used + taken], delimiter)[0]
        end += sum(len(line.encode(encoding)) for line in lines[used : used + taken])
        used += taken
        records.append([cell if cell.strip() else "" for cell in record])
        ends.append(end)
    return records, ends


def _lines_of_record(lines: list[str], first: int, delimiter: str) -> int:
    """How many lines the record takes; one when its quote is never closed."""
    reader = csv.reader(lines[first : first + _LONGEST_RECORD], delimiter=delimiter, strict=True)
    try:
        next(reader)
    except csv.Error:
        return 1
    return reader.line_num


class _Parse:
    """The bytes under a header, parsed: the quickest way that takes them, the slowest when rows are ragged."""

    def __init__(self, data: bytes, start: int, encoding: str, delimiter: str, width: int, skipped: int) -> None:
        self._data, self._encoding, self._delimiter = memoryview(data)[start:], encoding, delimiter
        self._names = [f"c{i}" for i in range(width)]
        self._quoted = data.find(b'"', start) >= 0
        self._skipped = skipped  # records above the first one parsed
        self._ragged: list[tuple[int, str]] = []
        self._remarks: list[str] = []

    def run(self) -> Body:
        """Rows, rejected rows and remarks."""
        if self._is_blank():
            return self._body(pa.table({n: pa.array([], pa.string()) for n in self._names}))
        for attempt in (self._undecoded, self._fast, self._tolerant, self._unquoted):
            self._ragged.clear()
            try:
                return self._body(attempt())
            except pa.ArrowInvalid:
                continue
        raise AssertionError("the unquoted parse takes any text")

    def _is_blank(self) -> bool:
        return len(self._data) < _BLOCK_BYTES and not bytes(self._data).strip(b"\0 \t\r\n")

    def _undecoded(self) -> pa.Table:
        if self._delimiter not in _OWN_BYTE.get(self._encoding, ""):
            raise pa.ArrowInvalid("delimiters may be parts of characters")
        table = self._parsed(pa.py_buffer(self._data), pa_csv.ParseOptions(**self._options()), threads=True)
        return pa.table([decoded(column, self._encoding) for column in table.columns], self._names)

    def _fast(self) -> pa.Table:
        return self._read(pa_csv.ParseOptions(**self._options()), threads=True)

    def _tolerant(self) -> pa.Table:
        options = pa_csv.ParseOptions(**self._options(), invalid_row_handler=self._keep_ragged)
        table = self._read(options, threads=False)
        if any(self._swallowed_rows(text) for _, text in self._ragged):
            raise pa.ArrowInvalid("an unpaired quote")
        return table

    def _swallowed_rows(self, text: str) -> bool:
        """A ragged row with whole rows in it: a quote was never closed."""
        separator = _ONE_BYTE.get(self._delimiter, self._delimiter)
        return any(line.count(separator) + 1 >= len(self._names) for line in text.splitlines()[1:])

    def _unquoted(self) -> pa.Table:
        self._remarks.append("文件里的引号不成对,已把引号当作普通字符读取。")
        plain = {**self._options(), "quote_char": False, "newlines_in_values": False}
        return self._read(pa_csv.ParseOptions(**plain, invalid_row_handler=self._keep_ragged), threads=False)

    def _options(self) -> dict[str, object]:
        delimiter = _ONE_BYTE.get(self._delimiter, self._delimiter)
        return {"delimiter": delimiter, "newlines_in_values": self._quoted, "ignore_empty_lines": False}

    def _keep_ragged(self, row: pa_csv.InvalidRow) -> str:
        self._ragged.append((row.number, row.text))
        return "skip"

    def _read(self, options: pa_csv.ParseOptions, *, threads: bool) -> pa.Table:
        separator = _ONE_BYTE.get(self._delimiter)
        stream = Utf8Stream(self._data, self._encoding, (self._delimiter, separator) if separator else None)
        table = self._parsed(pa.PythonFile(stream, "r"), options, threads=threads)
        if stream.replaced:
            self._remarks.append(f"文件里有 {stream.replaced} 个字符无法识别,已用“\ufffd”代替。")
        return table

    def _parsed(self, source: pa.Buffer | pa.NativeFile, options: pa_csv.ParseOptions, *, threads: bool) -> pa.Table:
        return pa_csv.read_csv(
            source,
            read_options=pa_csv.ReadOptions(column_names=self._names, use_threads=threads, block_size=_BLOCK_BYTES),
            parse_options=options,
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(self._names, pa.string()),
                strings_can_be_null=True,
                null_values=[""],
                check_utf8=False,
            ),
        )

    def _body(self, parsed: pa.Table) -> Body:
        numbers = [number for number, _ in self._ragged]
        total = parsed.num_rows + len(numbers)
        regular = np.delete(np.arange(1, total + 1, dtype=np.int32), np.asarray(numbers, dtype=np.int64) - 1)
        rows = parsed.append_column("source_row", pa.array(regular + np.int32(self._skipped), pa.int32()))
        mended, rejected = self._mend()
        if mended.num_rows:
            rows = pa.concat_tables([rows, mended]).sort_by("source_row")
        return Body(rows, rejected, tuple(dict.fromkeys(self._remarks)))

    def _mend(self) -> tuple[pa.Table, pa.Table]:
        """Ragged rows: short ones padded, long ones cut where the surplus is blank, the rest rejected."""
        width, separator = len(self._names), _ONE_BYTE.get(self._delimiter, self._delimiter)
        kept: list[tuple[int, list[str | None]]] = []
        rejected: list[dict[str, object]] = []
        for number, text in self._ragged:
            cells = next(csv.reader([text], delimiter=separator), [])
            if any(cell.strip() for cell in cells[width:]):
                reason = f"这一行有 {len(cells)} 格,表头只有 {width} 列"
                rejected.append({"source_row": number + self._skipped, "text": text, "reason": reason})
            else:
                padded = (cells + [""] * width)[:width]
                kept.append((number + self._skipped, [c or None for c in padded]))
        columns = {n: pa.array([row[i] for _, row in kept], pa.string()) for i, n in enumerate(self._names)}
        columns["source_row"] = pa.array([number for number, _ in kept], pa.int32())
        return pa.table(columns), pa.Table.from_pylist(rejected, schema=REJECTED_SCHEMA)
