"""The ranking of what is unlike its peers as a file: one row a household, programme and year."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, Selection, select
from analytics.outliers import in_one_sentence, rank
from analytics.permissions import require
from analytics.plain import log_plain, numbers
from analytics.viewer import Viewer

_SQL = """
    WITH named AS (
        SELECT m.rank, string_agg(v.value, '|' ORDER BY m.place) AS people
        FROM (SELECT rank, unnest(persons) AS person, generate_subscripts(persons, 1) AS place FROM ranked) AS m
        JOIN person_values AS v ON v.key = m.person GROUP BY m.rank)
    SELECT r.rank, r.score, r.household, n.people, t.code AS township, l.code AS village, g.code AS programme, r.year,
           r.amount, r.peers_median, r.excess, r.peers, r.level, r.sentence AS reasons, ? AS snapshot
    FROM ranked AS r
    LEFT JOIN named AS n ON n.rank = r.rank
    LEFT JOIN township AS t ON t.township = r.township
    LEFT JOIN place AS l ON l.village = r.village
    LEFT JOIN programme AS g ON g.programme = r.programme
    ORDER BY r.rank"""


def ranking_table(
    viewer: Viewer,
    engine: Engine,
    filters: Filters,
    limit: int | None = None,
    *,
    plain: bool = False,
    reason: str = "",
) -> tuple[pa.Table, Selection]:
    """Scored rows, strangest first: rank, score, household (key), people (ID numbers joined with |, masked unless
    `plain`, which is logged), codes, year, amount, peers_median and excess (yuan), peers, level, reasons, snapshot."""
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    if plain:
        log_plain(viewer, engine, chosen, "outliers", reason)
    found = rank(viewer, engine, filters, limit)
    sentences = in_one_sentence(found["reasons"].combine_chunks())
    kept = found.select(
        [name for name in found.column_names if not name.startswith(("value_", "typical_", "feature_"))]
    )
    rows = kept.drop_columns(["reasons"]).append_column("sentence", sentences)
    return engine.query(_SQL, [engine.snapshot.id], {"ranked": rows, **numbers(engine, rows, plain)}), chosen
