"""One suspect whole: what is asked, both sides' records, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.rules.runs import Run
from analytics.suspects import around
from analytics.suspects.chance import Outcomes
from analytics.suspects.listing import one
from analytics.suspects.records import Record, our_records, their_records
from analytics.suspects.sentences import lookalikes, other_side, sentences
from analytics.viewer import Viewer


@dataclass(frozen=True)
class Detail:
    """`head` is the subject's row of the list. The tables are told where they are made: sentences.sentences,
    records.our_records, around.time_line, years, members, payees. `lookalikes`: rule -> innocent cases.
    `people`, `accounts`: keys of those the hits name, for a reveal."""

    head: dict[str, Any]
    sentences: pa.Table
    ours: pa.Table
    theirs: list[Record]
    payments: pa.Table
    years: pa.Table
    members: pa.Table
    payees: pa.Table
    lookalikes: dict[str, tuple[str, ...]]
    people: list[int]
    accounts: list[int]


def detail(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    subject: str,
    key: int,
    outcomes: Outcomes = MappingProxyType({}),
) -> Detail | None:
    """Everything about one subject of a run within the viewer's scope; None when it has no hits there."""
    head = one(viewer, engine, run, subject, key, outcomes)
    if head is None:
        return None
    hits = _hits_of(viewer, engine, run, subject, key)
    return Detail(
        head=head,
        sentences=sentences(engine, hits),
        ours=our_records(viewer, engine, hits),
        theirs=their_records(engine, other_side(hits)),
        payments=around.time_line(viewer, engine, subject, key, hits),
        years=around.years(viewer, engine, subject, key, hits),
        members=around.members(viewer, engine, hits),
        payees=around.payees(viewer, engine, subject, key, hits),
        lookalikes=lookalikes(head["rules"]),
        people=_keys(engine, "SELECT DISTINCT unnest(persons) AS key FROM mine ORDER BY key LIMIT 20", hits),
        accounts=_keys(
            engine, "SELECT DISTINCT account AS key FROM mine WHERE account > 0 ORDER BY key LIMIT 20", hits
        ),
    )


def _hits_of(viewer: Viewer, engine: Engine, run: Run, subject: str, key: int) -> pa.Table:
    where, parameters = condition(select(viewer, engine, Filters(subject=(subject,))))
    sql = f"SELECT h.* FROM hits AS h WHERE {where} AND h.subject_key = ?"
    return engine.query(sql, [*parameters, key], {"hits": load_hits(engine, run)})


def _keys(engine: Engine, sql: str, hits: pa.Table) -> list[int]:
    found: list[int] = engine.query(sql, tables={"mine": hits})["key"].to_pylist()
    return found
