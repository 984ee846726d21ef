"""What pages, rules and the command line ask about strange rows."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.outliers.ranking import ask
from analytics.outliers.reasons import reasons_of
from analytics.permissions import require
from analytics.viewer import Viewer
from analytics.words import Refused

# What each filter means for a row: it covers one whole year.
_COLUMNS = {
    "township": "r.township",
    "village": "r.village",
    "department": "r.department",
    "programme": "r.programme",
    "household": "r.household",
    "person": "list_contains(r.persons, ?)",
    "year": "r.year",
    "period_start": "make_date(r.year, 1, 1)",
    "period_end": "make_date(r.year, 12, 31)",
    "min_amount": "r.amount",
}
# What the ranking may be sorted by -> ORDER BY; the rank is always the last key.
SORTS = {
    "rank": "r.rank",
    "amount": "r.amount DESC",
    "amount_up": "r.amount",
}
DEFAULT_SORT = "rank"
# What is worth showing at all: it has peers, and was paid more than their median.
_ABOVE_PEERS = "r.level <> 'none' AND r.excess > 0 AND r.score >= ?"


def rank(
    viewer: Viewer,
    engine: Engine,
    filters: Filters | None = None,
    limit: int | None = None,
    offset: int = 0,
    *,
    sort: str = DEFAULT_SORT,
    min_score: Decimal | None = None,
) -> pa.Table:
    """Every scored row the viewer may see and the filters leave, strangest first (all of them by default).

    `sort` is a key of SORTS; `min_score` keeps rows paid above their peers' median that score at least so much.
    Columns as in `ranking.ranking_file` (rank counts over the whole county), and `reasons`: a list of {feature,
    value, typical, contribution, words} in the language spoken here. Refused when the viewer's
    role may not look.
    """
    where, values = _where(viewer, engine, filters, min_score)
    page = f"LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
    order = SORTS.get(sort, SORTS[DEFAULT_SORT])
    rows = ask(engine, f"SELECT r.* FROM ranking AS r WHERE {where} ORDER BY {order}, r.rank {page}", values)
    return rows.append_column("reasons", reasons_of(rows))


def count(viewer: Viewer, engine: Engine, filters: Filters | None = None, *, min_score: Decimal | None = None) -> int:
    """How many rows `rank` would give without a limit."""
    where, values = _where(viewer, engine, filters, min_score)
    rows: int = ask(engine, f"SELECT count(*) AS n FROM ranking AS r WHERE {where}", values)["n"][0].as_py()
    return rows


def peers_of(viewer: Viewer, engine: Engine, household: int, programme: int, year: int) -> pa.Table:
    """The group a row was compared with, the row included (`itself` is true there), largest amount first.

    Columns as in `ranking.ranking_file`. Rows outside the viewer's scope are left out; `peers` still counts them.
    Raises Refused when the viewer sees no such row; a row without peers is alone in its group.
    """
    require(viewer, "look")
    scope = viewer.scope.where("r")
    rows = ask(
        engine,
        f"""SELECT r.*, r.household = it.household AS itself
            FROM ranking AS r JOIN ranking AS it ON it.programme = r.programme AND it.year = r.year
            WHERE it.household = ? AND it.programme = ? AND it.year = ? AND {scope}
              AND CASE it.level WHEN 'village' THEN r.village = it.place WHEN 'township' THEN r.township = it.place
                                WHEN 'county' THEN TRUE ELSE r.household = it.household END
            ORDER BY r.amount DESC, r.household""",
        [household, programme, year],
    )
    if not any(rows["itself"].to_pylist()):
        raise Refused("该户当年没有领取这个项目,或不在您的查看范围内,无从比较。请回到离群列表重新选择。")
    return rows


def flagged(engine: Engine, min_score: Decimal) -> pa.Table:
    """Rows that have peers, were paid more than the peers' median, and score at least `min_score`; strangest first."""
    return ask(
        engine,
        "SELECT * FROM ranking WHERE level <> 'none' AND excess > 0 AND score >= ? ORDER BY rank",
        [float(min_score)],
    )


def _where(
    viewer: Viewer, engine: Engine, filters: Filters | None, min_score: Decimal | None
) -> tuple[str, list[object]]:
    require(viewer, "look")
    chosen, values = select(viewer, engine, filters or Filters()).where(_COLUMNS)
    parts = [chosen, viewer.scope.where("r")]
    if min_score is not None:
        parts.append(_ABOVE_PEERS)
        values.append(float(min_score))
    return " AND ".join(parts), values
