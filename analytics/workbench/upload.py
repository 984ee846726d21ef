"""An uploaded list: read and cleaned as an intake would, its people exchanged for keys; nothing enters the store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analytics.columns import title_of
from analytics.durable import sha256_of
from analytics.engine import Engine
from analytics.intake import uploads
from analytics.intake.columns import without_ids
from analytics.intake.fields import field_of
from analytics.intake.mapping import Entry
from analytics.intake.parent import connect
from analytics.intake.places import PlaceBook
from analytics.intake.plan import SheetPlan
from analytics.intake.planning import plan_sheet
from analytics.intake.read import Sheet, read_file, unpivot_months
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.schema import VAULT
from analytics.viewer import Viewer
from analytics.words import Refused, _
from analytics.workbench.lists import KEYS, SCHEMA
from analytics.workbench.shelf import Shelf

MOST_ROWS = 200_000
_PERSONAL = ("person", "account", "phone", "household", "name")
_WANTED = (*_PERSONAL, "amount", "period", "pay_date")
# A period's days where there is one, else the day of payment.
_DATED = """
    SELECT g.* EXCLUDE (period, pay_date), coalesce(s.period_start, g.pay_date) AS starts_on,
           coalesce(s.period_end, g.pay_date) AS ends_on, NULL AS programme, NULL AS payment_no
    FROM given AS g LEFT JOIN period_span AS s ON s.period = g.period ORDER BY g.source_file DESC, g.source_row"""


def take(viewer: Viewer, engine: Engine, shelf: Shelf, name: str, content: bytes | memoryview) -> str:
    """Put a file's sheets on the session's shelf as one list; returns its token.

    Columns are found by the words the intake knows for those of a payment. Refused, and nothing is kept, for a file
    that cannot be read, is too long, or has no column to match by.
    """
    require(viewer, "workbench")
    folder = uploads.new_folder(shelf.store)
    try:
        return _taken(viewer, engine, shelf, uploads.put(shelf.store, folder, name, content))
    finally:
        uploads.drop(shelf.store, folder)


def _taken(viewer: Viewer, engine: Engine, shelf: Shelf, path: Path) -> str:
    title = without_ids(path.name)
    with connect() as con:
        sheets = [unpivot_months(sheet) for sheet in read_file(path) if not sheet.skipped]
        plans = [(sheet, plan_sheet(con, sheet, [Entry(table="payment")])) for sheet in sheets]
        usable = [(sheet, plan) for sheet, plan in plans if set(KEYS) & plan.columns.keys()]
        _refuse(title, usable)
        book = _places(engine)
        parts = [_rows(con, shelf, book, sheet, plan, -n) for n, (sheet, plan) in enumerate(usable, 1)]
    rows = engine.query(_DATED, tables={"given": pa.concat_tables(parts)}).select(SCHEMA.names).cast(SCHEMA)
    about = _about(title, path, rows, usable)
    with transaction() as tx:
        audit.append(tx, viewer, "workbench.upload", f"sha256:{about['sha256']}", rows=rows.num_rows)
        return shelf.put(rows, about)


def _refuse(title: str, usable: list[tuple[Sheet, SheetPlan]]) -> None:
    if not usable:
        raise Refused(
            "“{file}”里没有可用来比对的列(身份证号、账号、电话、户号、姓名)。名单未上传。请核对表头。", file=title
        )
    if (count := sum(sheet.rows.num_rows for sheet, _plan in usable)) > MOST_ROWS:
        raise Refused(
            "“{file}”有 {count} 行,超过 {most} 行,名单未上传。请分几次,或由数据比对中心导入。",
            file=title,
            count=f"{count:,}",
            most=f"{MOST_ROWS:,}",
        )


def _places(engine: Engine) -> PlaceBook:
    return PlaceBook(engine.rows("SELECT * FROM township"), engine.rows("SELECT * FROM place"))


def _rows(
    con: duckdb.DuckDBPyConnection, shelf: Shelf, book: PlaceBook, sheet: Sheet, plan: SheetPlan, number: int
) -> pa.Table:
    """One sheet in keys; `number` (-1, -2 …) stands for the sheet as the source."""
    arrays: dict[str, Any] = {}
    for column in _WANTED:
        values = _cleaned(con, sheet, plan, column)
        arrays[column] = _keys(shelf, VAULT[column], values) if column in _PERSONAL else values
    count = sheet.rows.num_rows
    arrays["village"] = pa.array(_villages(book, sheet, plan), pa.int32())
    arrays["source_file"] = pa.array([number] * count, pa.int32())
    arrays["source_row"] = sheet.rows["source_row"].combine_chunks()
    return pa.table(arrays)


def _cleaned(con: duckdb.DuckDBPyConnection, sheet: Sheet, plan: SheetPlan, column: str) -> pa.Array:
    """The column's values, cleaned; NULL where it is blank, unreadable or not there."""
    how = field_of("payment", column, plan.units.get(column, 1))
    cells = sheet.rows.column(plan.columns[column]) if column in plan.columns else None
    count = sheet.rows.num_rows
    given = cells if cells is not None else pa.nulls(count, pa.string())
    con.register("cells", pa.table({"pos": pa.array(range(count), pa.int32()), "v": given}))
    found = con.sql(f"SELECT {how.value} AS value FROM cells ORDER BY pos").to_arrow_table()["value"].combine_chunks()
    con.unregister("cells")
    return found


def _keys(shelf: Shelf, kind: str, values: pa.Array) -> pa.Array:
    texts = values.to_pylist()
    keys = shelf.keys_of(kind, {text for text in texts if text})
    return pa.array([keys.get(text or "") for text in texts], pa.int32())


def _villages(book: PlaceBook, sheet: Sheet, plan: SheetPlan) -> list[int]:
    """The village each row names; 0 where it names none that is known."""
    texts = [_texts(sheet, plan, column) for column in ("township", "village")]
    found = {pair: book.find(*pair).village for pair in sorted(set(zip(*texts, strict=True)))}
    return [found[pair] for pair in zip(*texts, strict=True)]


def _texts(sheet: Sheet, plan: SheetPlan, column: str) -> list[str]:
    if column not in plan.columns:
        return [plan.constants.get(column, "")] * sheet.rows.num_rows
    return [text or "" for text in sheet.rows.column(plan.columns[column]).to_pylist()]


def _about(title: str, path: Path, rows: pa.Table, usable: list[tuple[Sheet, SheetPlan]]) -> dict[str, Any]:
    """What is said of the list; nothing of it is personal."""
    keys = [key for key in KEYS if rows[key].null_count < rows.num_rows]
    mapped = {c: h for _sheet, plan in usable for c, h in plan.mapped.items() if c in _WANTED}
    return {
        "title": title,
        "sha256": sha256_of(path),
        "rows": rows.num_rows,
        "rejected": sum(sheet.rejected.num_rows for sheet, _plan in usable),
        "keys": keys,
        "columns": mapped,
        "unread": {key: rows[key].null_count for key in keys},
        "unknown": sum(1 for key in set(rows["person"].to_pylist()) if key is not None and key < 0),
        "sources": {
            str(-n): " ".join(filter(None, (title, without_ids(sheet.sheet))))
            for n, (sheet, _plan) in enumerate(usable, 1)
        },
    }


def describe(about: dict[str, Any]) -> str:
    """One line about an uploaded list: what was read, and who is unknown."""
    found = _("、").join(f"{title_of(c)} ← {header}" for c, header in about["columns"].items())
    said = _("{rows} 行;{found};库中没有的人 {unknown} 个,只在本次登录中比对。")
    return said.format(rows=f"{about['rows']:,}", found=found, unknown=f"{about['unknown']:,}")
