"""Rejected rows: kept in the vault with where they stood and why, and given back as a file to mend and resend."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from analytics import sealed_parquet
from analytics.durable import flush
from analytics.export import BOM, harmless_cell
from analytics.intake.read import Sheet
from analytics.keyring import ring_of
from analytics.words import Refused

# cells: a JSON object header → cell, or the whole line of a row that does not fit its header
REJECTED = pa.schema(
    [
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("source_file", pa.int32()),
        ("row", pa.int32()),
        ("reason", pa.string()),
        ("cells", pa.string()),
    ]
)
WHOLE_LINE, REASON, FILE, SHEET, ROW = "整行内容", "退回原因", "原文件", "原工作表", "原行号"


def cells_json(con: duckdb.DuckDBPyConnection, sheet: Sheet, lines: pa.Array) -> pa.ChunkedArray:
    """The cells of the given rows (0-based) as JSON objects under their headers."""
    rows = sheet.rows.take(lines)
    if not rows.num_rows:
        return pa.chunked_array([], pa.string())
    con.register("refused_rows", rows.append_column("line", pa.array(range(rows.num_rows))))
    pairs = ", ".join(f"'{h.replace(chr(39), chr(39) * 2)}', c{i}" for i, h in enumerate(_unique(sheet.header)))
    found = con.sql(
        f"SELECT CAST(json_object({pairs}) AS VARCHAR) AS j FROM refused_rows ORDER BY line"
    ).to_arrow_table()
    con.unregister("refused_rows")
    return found["j"]


def _unique(header: tuple[str, ...]) -> list[str]:
    names: list[str] = []
    for i, name in enumerate(header):
        plain = name or f"第{i + 1}列"
        names.append(plain if plain not in names else f"{plain}_{i + 1}")
    return names


def _path(store: Path, intake_id: str) -> Path:
    return store / "vault" / "rejected" / f"{intake_id}.parquet"


def save_rejected(store: Path, intake_id: str, parts: list[pa.Table]) -> int:
    """Keep the rejected rows of an intake, durable when this returns; returns how many there are."""
    rows = pa.concat_tables(parts) if parts else REJECTED.empty_table()
    path = _path(store, intake_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    sealed_parquet.write(rows, beside, ring_of(store))
    flush(beside)
    beside.rename(path)
    flush(path.parent)
    return int(rows.num_rows)


def drop_rejected(store: Path, intake_id: str) -> None:
    """Take the rejected rows of an intake that came to nothing away again."""
    for path in (_path(store, intake_id), _path(store, intake_id).with_suffix(".new")):
        path.unlink(missing_ok=True)


def rejected_rows(store: Path, intake_id: str, source_file: int | None = None) -> pa.Table:
    """file, sheet, source_file, row, reason, cells (personal: only for those who may see it). Refused when unknown."""
    path = _path(store, intake_id)
    if not intake_id.isalnum() or not path.exists():
        raise Refused("没有编号为 {id} 的导入记录。请在数据来源里选择。", id=intake_id)
    rows = sealed_parquet.read(path, ring_of(store))
    return rows if source_file is None else rows.filter(pc.field("source_file") == source_file)


def rejected_csv(store: Path, intake_id: str, source_file: int | None = None, above: bytes = b"") -> bytes:
    """The rejected rows as CSV (UTF-8 with BOM): the original columns, then 退回原因 and where the row stood.

    Mended, the file can be taken in as it is: the added columns are ignored, and so is the line `above` (an export's
    head). It holds personal data.
    Raises Refused when there is no such intake.
    """
    rows = rejected_rows(store, intake_id, source_file).to_pylist()
    cells = [_cells(r["cells"]) for r in rows]
    header = list(dict.fromkeys(name for c in cells for name in c))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*map(harmless_cell, header), REASON, FILE, SHEET, ROW])
    for row, cell in zip(rows, cells, strict=True):
        values = [harmless_cell(cell.get(name) or "") for name in header]
        writer.writerow([*values, row["reason"], row["file"], row["sheet"], row["row"]])
    return BOM + above + out.getvalue().encode("utf-8")


def _cells(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {WHOLE_LINE: text}
    return found if isinstance(found, dict) else {WHOLE_LINE: text}
