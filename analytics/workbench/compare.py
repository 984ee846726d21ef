"""Two lists held against each other: in both, only here, only there; one row a key, with both sides' records.

Matched by a key of the vault (ID, account, phone, household), or by name and village, which gives candidates only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.naming import Naming
from analytics.payments import Page
from analytics.permissions import require
from analytics.viewer import Viewer
from analytics.words import Refused
from analytics.workbench import candidates
from analytics.workbench.lists import KEYS, Relation, Ticked, match_keys, relation
from analytics.workbench.shelf import Shelf

BY = {"person": "身份证号", "account": "账号", "phone": "电话", "household": "户", "name": "姓名加村(只作参考)"}
SIDES = ("both", "left", "right")
DEFAULT_SORT = "amount"
SORTS = {
    "amount": "coalesce(left_amount, right_amount) DESC NULLS LAST",
    "amount_up": "coalesce(left_amount, right_amount) NULLS LAST",
    "left_amount": "left_amount DESC NULLS LAST",
    "left_amount_up": "left_amount NULLS LAST",
    "right_amount": "right_amount DESC NULLS LAST",
    "right_amount_up": "right_amount NULLS LAST",
    "left_rows": "left_rows DESC NULLS LAST",
    "left_rows_up": "left_rows NULLS LAST",
    "right_rows": "right_rows DESC NULLS LAST",
    "right_rows_up": "right_rows NULLS LAST",
    "place": "village NULLS LAST",
    "score": "score DESC NULLS LAST",
}
MOST_IN_FILE = 200_000
# What is known of a key on one side: how often, how much, when, and its first record.
_SIDE = """SELECT {key} AS key, CAST(count(*) AS INTEGER) AS rows, sum(amount) AS amount, min(starts_on) AS starts_on,
    max(ends_on) AS ends_on,
    min({{'file': source_file, 'row': source_row, 'person': person, 'name': name, 'village': village}}) AS record
    FROM ({sql}) WHERE {key} IS NOT NULL GROUP BY {key}"""
_TOLD = (
    ", ".join(
        f"{side}.{what} AS {side}_{title}"
        for side in ("left", "right")
        for what, title in (
            ("rows", "rows"),
            ("amount", "amount"),
            ("starts_on", "from"),
            ("ends_on", "to"),
            ("record.file", "file"),
            ("record.row", "row"),
        )
    )
    .replace("left.", "l.")
    .replace("right.", "r.")
)
_COMPARED = f"""
    WITH l AS ({{left}}), r AS ({{right}})
    SELECT coalesce(l.key, r.key) AS key,
           CASE WHEN r.key IS NULL THEN 'left' WHEN l.key IS NULL THEN 'right' ELSE 'both' END AS side,
           coalesce(l.record.person, r.record.person) AS person, coalesce(l.record.name, r.record.name) AS name,
           coalesce(nullif(l.record.village, 0), r.record.village) AS village, {_TOLD},
           CAST(NULL AS DOUBLE) AS score, CAST(NULL AS INTEGER) AS other_name
    FROM l FULL JOIN r ON r.key = l.key"""


@dataclass(frozen=True)
class Question:
    """Which two lists, by what (a key of BY), and the days both are limited to (inclusive; None: open)."""

    left: Ticked
    right: Ticked
    by: str = "person"
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Counts:
    """side -> how many keys, rows and yuan it has on the left and on the right; rows that carry no key, left and
    right, are compared with nothing."""

    keys: dict[str, int]
    rows: dict[str, tuple[int, int]]
    amounts: dict[str, tuple[Decimal | None, Decimal | None]]
    without: tuple[int, int]


def counts(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question) -> Counts:
    """How many are in both lists, only left, only right, within the viewer's scope.

    Refused without permission, or when one of the lists is not there or cannot be matched by this.
    """
    found = compared(viewer, engine, shelf, question)
    sql = """SELECT side, count(*) AS keys, sum(left_rows) AS left_rows, sum(right_rows) AS right_rows,
        CAST(sum(left_amount) AS DECIMAL(18,2)) AS left_amount, CAST(sum(right_amount) AS DECIMAL(18,2)) AS right_amount
        FROM compared GROUP BY side"""
    rows = {row["side"]: row for row in engine.query(sql, tables={"compared": found}).to_pylist()}
    empty: dict[str, Any] = {"keys": 0, "left_rows": 0, "right_rows": 0, "left_amount": None, "right_amount": None}
    told = {side: rows.get(side, empty) for side in SIDES}
    return Counts(
        keys={side: row["keys"] for side, row in told.items()},
        rows={side: (int(row["left_rows"] or 0), int(row["right_rows"] or 0)) for side, row in told.items()},
        amounts={side: (row["left_amount"], row["right_amount"]) for side, row in told.items()},
        without=_without(viewer, engine, shelf, question),
    )


def compared_page(
    viewer: Viewer,
    engine: Engine,
    shelf: Shelf,
    question: Question,
    side: str,
    sort: str = DEFAULT_SORT,
    number: int = 1,
    size: int = 50,
) -> Page:
    """Page `number` (from 1) of one side: key, side, who (masked), township_title, village_title, and for left_ and
    right_: rows, amount (yuan), from, to (DATE), source (file and sheet), row; score (0-100) and other_who for
    candidates. An unknown sort falls back to the amount."""
    found = compared(viewer, engine, shelf, question)
    total = engine.query("SELECT count(*) AS n FROM compared WHERE side = ?", [side], {"compared": found})
    first = (max(1, number) - 1) * size
    rows = engine.query(
        f"""SELECT * FROM compared WHERE side = ?
            ORDER BY {SORTS.get(sort, SORTS[DEFAULT_SORT])}, key, other_name LIMIT ? OFFSET ?""",
        [side, size, first],
        {"compared": found},
    )
    return Page(_named(engine, shelf, question, rows), total["n"][0].as_py(), first, ())


def file_rows(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question, side: str, sort: str) -> pa.Table:
    """All rows of one side, as compared_page() has them. Refused above MOST_IN_FILE rows."""
    page = compared_page(viewer, engine, shelf, question, side, sort, size=MOST_IN_FILE)
    if page.total > MOST_IN_FILE:
        raise Refused(
            "要导出的有 {count} 行,超过 {most} 行,未导出。请先缩小范围。",
            count=f"{page.total:,}",
            most=f"{MOST_IN_FILE:,}",
        )
    return page.rows


def compared(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question) -> pa.Table:
    """One row a key (or pair of candidates) in keys, not names: what the pages are cut from."""
    require(viewer, "workbench")
    both_can = [match_keys(engine, shelf, ticked) for ticked in (question.left, question.right)]
    if question.by not in KEYS or not all(question.by in keys for keys in both_can):
        raise Refused("两份名单不能都按这一项比对(其中一份没有这一列)。没有比对,请换一项。")
    return _compared(viewer, engine, shelf, question)


@lru_cache(maxsize=4)
def _compared(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question) -> pa.Table:
    left, right = sides(viewer, engine, shelf, question)
    if question.by == "name":
        return candidates.candidates(engine, shelf, left, right)
    sql = _COMPARED.format(**{
        name: _SIDE.format(key=question.by, sql=side.sql) for name, side in (("left", left), ("right", right))
    })  # fmt: skip
    return engine.query(sql, tables=left.tables | right.tables)


def sides(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question) -> tuple[Relation, Relation]:
    """Both lists as relations."""
    days = (question.since, question.until)
    left = relation(viewer, engine, shelf, question.left, days, "left_list")
    return left, relation(viewer, engine, shelf, question.right, days, "right_list")


def _without(viewer: Viewer, engine: Engine, shelf: Shelf, question: Question) -> tuple[int, int]:
    lacks = "name IS NULL OR coalesce(village, 0) = 0" if question.by == "name" else f"{question.by} IS NULL"
    left, right = (
        engine.query(f"SELECT count(*) AS n FROM ({side.sql}) WHERE {lacks}", tables=side.tables)["n"][0].as_py()
        for side in sides(viewer, engine, shelf, question)
    )
    return left, right


def _named(engine: Engine, shelf: Shelf, question: Question, rows: pa.Table) -> pa.Table:
    column = {name: rows[name].to_pylist() for name in rows.column_names}
    book = codebook(engine).units["village"]
    above = [book[key].above if key in book else None for key in column["village"]]
    naming = Naming(engine)
    names = _masked(naming, shelf, "name", [*column["name"], *column["other_name"]])
    numbers = _masked(naming, shelf, question.by, column["key"]) if question.by != "name" else {}
    titles = {
        "who": [
            " ".join(filter(None, (names.get(n), numbers.get(k))))
            for n, k in zip(column["name"], column["key"], strict=True)
        ],
        "other_who": [names.get(n, "") for n in column["other_name"]],
        "township_title": naming.titles("township", above),
        "village_title": naming.titles("village", column["village"]),
        "left_source": _sources(engine, shelf, question.left, column["left_file"]),
        "right_source": _sources(engine, shelf, question.right, column["right_file"]),
    }
    for name, values in titles.items():
        rows = rows.append_column(name, pa.array(values, pa.string()))
    return rows


def _masked(naming: Naming, shelf: Shelf, kind: str, keys: list[int]) -> dict[int, str]:
    """Masked values of the vault's keys and of the session's own. A household is called by its number."""
    return {**naming.vault.masked(kind, [key for key in keys if key]), **shelf.masked(kind, keys)}


def _sources(engine: Engine, shelf: Shelf, ticked: Ticked, files: list[int | None]) -> list[str]:
    """The file and sheet each row came from."""
    if ticked.kind == "upload":
        said = shelf.about(ticked.code)["sources"]
        return [said.get(str(file), "") for file in files]
    sql = """SELECT source_file, concat_ws(' ', file, nullif(sheet, '')) AS title FROM source
             WHERE source_file IN (SELECT unnest(?))"""
    known = {row["source_file"]: row["title"] for row in engine.rows(sql, [[f for f in files if f]])}
    return [known.get(file, "") for file in files]
