"""The ranking as people read it: masked names, titles of places and programmes, and one sentence of reasons."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from analytics.codebook import codebook
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.naming import Naming
from analytics.outliers.reasons import in_one_sentence, reasons_of
from analytics.outliers.service import DEFAULT_SORT, count, peers_of, rank
from analytics.payments import Page
from analytics.viewer import Viewer

# Columns of the file, in its order, and what they are called.
FILE_TITLES = {
    "rank": "名次(全县)",
    "household_title": "户(脱敏)",
    "township_title": "乡镇",
    "village_title": "村(社区)",
    "programme_title": "项目",
    "year": "年度",
    "amount": "金额(元)",
    "peers": "可比户数",
    "peers_median": "可比户中位数(元)",
    "excess": "高出(元)",
    "score": "离群分数",
    "reason": "理由",
    "household": "编号",
}


def page(
    viewer: Viewer,
    engine: Engine,
    filters: Filters,
    sort: str = DEFAULT_SORT,
    number: int = 1,
    size: int = 50,
    *,
    min_score: Decimal | None = None,
) -> Page:
    """Page `number` (from 1) of the ranking, columns as in `named`."""
    first = (max(1, number) - 1) * size
    rows = rank(viewer, engine, filters, size, first, sort=sort, min_score=min_score)
    total = count(viewer, engine, filters, min_score=min_score)
    return Page(named(engine, rows), total, first, select(viewer, engine, filters).unknown)


def listed(
    viewer: Viewer,
    engine: Engine,
    filters: Filters,
    sort: str = DEFAULT_SORT,
    limit: int | None = None,
    *,
    min_score: Decimal | None = None,
) -> pa.Table:
    """The first `limit` rows (default: all) in order, columns as in `named`."""
    return named(engine, rank(viewer, engine, filters, limit, sort=sort, min_score=min_score))


def named(engine: Engine, rows: pa.Table) -> pa.Table:
    """Rows of `rank` with household_title (masked), township_title, village_title, programme_title, programme_code,
    kind (of the programme) and reason (all reasons in one sentence)."""
    naming, book = Naming(engine), codebook(engine)
    households, programmes = rows["household"].to_pylist(), rows["programme"].to_pylist()
    kinds = {r["programme"]: r["kind"] for r in engine.rows("SELECT programme, kind FROM programme")}
    titles = naming.households(households)
    told = {
        "household_title": [titles[key] for key in households],
        "township_title": naming.titles("township", rows["township"].to_pylist()),
        "village_title": naming.titles("village", rows["village"].to_pylist()),
        "programme_title": naming.titles("programme", programmes),
        "programme_code": [book.code("programme", key) for key in programmes],
        "kind": [kinds.get(key) or "" for key in programmes],
    }
    for name, values in told.items():
        rows = rows.append_column(name, pa.array(values, pa.string()))
    return rows.append_column("reason", in_one_sentence(rows["reasons"]))


def beside(viewer: Viewer, engine: Engine, household: int, programme: int, year: int, most: int = 400) -> pa.Table:
    """One row among its peers, columns as in `named` and `itself`; of a larger group every n-th by amount, so that
    at most `most` and the row itself are left. Refused as `peers_of` is."""
    rows = peers_of(viewer, engine, household, programme, year)
    step = -(-rows.num_rows // most)
    itself = rows["itself"].to_pylist()
    rows = rows.take(pa.array([i for i in range(rows.num_rows) if i % step == 0 or itself[i]], pa.int64()))
    return named(engine, rows.append_column("reasons", reasons_of(rows)))
