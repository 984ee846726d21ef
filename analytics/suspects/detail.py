"""One suspect whole: what is asked, both sides' records, and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.family import members
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.register_rows import Record
from analytics.rules.runs import Run
from analytics.suspects import around
from analytics.suspects.chance import Outcomes
from analytics.suspects.listing import one
from analytics.suspects.records import our_records, their_records
from analytics.suspects.sentences import lookalikes, other_side, sentences
from analytics.vault import Vault
from analytics.viewer import Viewer

_PEOPLE = "SELECT DISTINCT unnest(persons) AS key FROM mine ORDER BY key LIMIT 20"
_HOUSEHOLDS = "SELECT DISTINCT unnest(households) AS key FROM mine ORDER BY key LIMIT 20"
_ACCOUNTS = "SELECT DISTINCT account AS key FROM mine WHERE account > 0 ORDER BY key LIMIT 20"


@dataclass(frozen=True)
class Detail:
    """`head` is the subject's row of the list. The tables are told where they are made: sentences.sentences,
    records.our_records, around.time_line, years, payees, family.members. `lookalikes`: rule -> innocent cases.
    `people`, `accounts`: keys of those the hits name; `masked`: (kind, key) -> masked words of what may be revealed."""

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
    masked: dict[tuple[str, int], str]


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
        members=members(viewer, engine, _keys(engine, _HOUSEHOLDS, hits) if subject in around.PEOPLE else []),
        payees=around.payees(viewer, engine, subject, key, hits),
        lookalikes=lookalikes(head["rules"]),
        people=_keys(engine, _PEOPLE, hits),
        accounts=_keys(engine, _ACCOUNTS, hits),
        masked=_masked(engine, hits),
    )


def _hits_of(viewer: Viewer, engine: Engine, run: Run, subject: str, key: int) -> pa.Table:
    where, parameters = condition(select(viewer, engine, Filters(subject=(subject,))))
    sql = f"SELECT h.* FROM hits AS h WHERE {where} AND h.subject_key = ?"
    return engine.query(sql, [*parameters, key], {"hits": load_hits(engine, run, viewer.scope)})


def _keys(engine: Engine, sql: str, hits: pa.Table) -> list[int]:
    found: list[int] = engine.query(sql, tables={"mine": hits})["key"].to_pylist()
    return found


def _masked(engine: Engine, hits: pa.Table) -> dict[tuple[str, int], str]:
    """What stands behind the masks: names and ID numbers of those the hits name, and their accounts."""
    vault, people = Vault(engine.snapshot.store), _keys(engine, _PEOPLE, hits)
    keys = {
        "person": people,
        "name": _keys(engine, f"SELECT name AS key FROM payee SEMI JOIN ({_PEOPLE}) AS w ON w.key = person", hits),
        "account": _keys(engine, _ACCOUNTS, hits),
    }
    return {(kind, key): text for kind, wanted in keys.items() for key, text in vault.masked(kind, wanted).items()}
