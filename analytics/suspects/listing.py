"""The list of suspects: grouped, filtered, ordered and paged in SQL; names come last, for the rows on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Literal

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import TIERS, Filters, select
from analytics.hits import condition, load_hits
from analytics.naming import Naming
from analytics.permissions import require
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run, run_before
from analytics.suspects.chance import Outcomes, chances
from analytics.suspects.reasons import with_reasons
from analytics.viewer import Viewer

# people: persons, households, accounts. units: whole villages, rosters and the like. asked:
# both. data: for departments to mend.
View = Literal["people", "units", "asked", "data", "all"]
_PEOPLE = "h.subject IN ('person', 'household', 'account')"
VIEWS: dict[View, str] = {
    "people": f"h.tier <> 'data' AND {_PEOPLE}",
    "units": f"h.tier <> 'data' AND NOT {_PEOPLE}",
    "asked": "h.tier <> 'data'",
    "data": "h.tier = 'data'",
    "all": "TRUE",
}
_URGENCY = "cadre_linked DESC, still_paid DESC, people DESC, expected DESC"
DEFAULT_SORT = "urgency"
# What a list may be sorted by -> ORDER BY; the subject is always the last key, so pages never overlap.
SORTS = {
    "urgency": f"tier_rank, {_URGENCY}",
    "amount": "amount DESC",
    "amount_up": "amount",
    "people": "people DESC",
    "people_up": "people",
    "hits": "hits DESC",
    "hits_up": "hits",
    "expected": "expected DESC",
    "expected_up": "expected",
    "latest": "ends_on DESC NULLS LAST",
    "earliest": "ends_on NULLS LAST",
    "place": "township, village",
}
_SUMS = """count(*) OVER () AS total, CAST(sum(amount) OVER () AS DECIMAL(18,2)) AS total_amount,
    CAST(count_if(cadre_linked) OVER () AS BIGINT) AS total_cadres,
    CAST(count_if(still_paid) OVER () AS BIGINT) AS total_still_paid"""
_FIRST = f"""
    WITH listed AS ({{listed}}),
    ruled AS (SELECT rule, count(*) AS alike FROM (SELECT unnest(rules) AS rule FROM listed) GROUP BY rule),
    led AS (
        SELECT l.*, h.rule AS lead_rule, r.alike FROM listed AS l
        JOIN hits AS h ON h.hit_id = l.lead_hit JOIN ruled AS r ON r.rule = h.rule)
    SELECT * FROM led
    QUALIFY row_number() OVER (PARTITION BY lead_rule ORDER BY tier_rank, {_URGENCY}, subject, subject_key) = 1"""
_COUNTED = ("total", "total_amount", "total_cadres", "total_still_paid")
_RANK = "CASE h.tier " + " ".join(f"WHEN '{t}' THEN {n}" for n, t in enumerate(TIERS)) + " END"


@dataclass(frozen=True)
class Page:
    """Rows `first` (from 0) and on of `total`; `unknown` names filters that could not be used. Of all of them:
    `amount` (yuan), how many concern a cadre or public employee, how many are still being paid."""

    rows: pa.Table
    total: int
    first: int
    unknown: tuple[str, ...]
    amount: Decimal = Decimal(0)
    cadres: int = 0
    still_paid: int = 0


def _suspects_sql(where: str, view: View) -> str:
    """One row per subject. The same programme and year asked about by two rules counts once, at the larger excess."""
    return f"""
    WITH chosen AS (
        SELECT h.*, {_RANK} AS tier_rank, c.probability FROM hits AS h
        JOIN chances AS c ON c.rule = h.rule AND c.tier = h.tier WHERE {where} AND {VIEWS[view]}),
    money AS (
        SELECT subject, subject_key, sum(amount) AS amount, sum(expected) AS expected FROM (
            SELECT subject, subject_key, max(amount) AS amount, max(amount * probability) AS expected
            FROM chosen GROUP BY subject, subject_key, programme, year)
        GROUP BY subject, subject_key)
    SELECT h.subject, h.subject_key, min(h.subject_code) AS subject_code, min(h.tier_rank) AS tier_rank,
           arg_min(h.tier, (h.tier_rank, h.rule)) AS tier, bool_or(h.cadre_linked) AS cadre_linked,
           bool_or(h.still_paid) AS still_paid, len(list_distinct(flatten(list(h.persons)))) AS people,
           min(m.amount) AS amount, CAST(min(m.expected) AS DECIMAL(18,2)) AS expected,
           CAST(count(*) AS INTEGER) AS hits, list_sort(list_distinct(list(h.rule))) AS rules,
           list_sort(list_distinct(list(h.programme))) AS programmes,
           coalesce(min(nullif(h.township, 0)), 0) AS township,
           coalesce(min(nullif(h.village, 0)), 0) AS village, min(h.starts_on) AS starts_on,
           max(h.ends_on) AS ends_on, arg_min(h.hit_id, (h.tier_rank, -h.amount, h.hit_id)) AS lead_hit
    FROM chosen AS h JOIN money AS m ON m.subject = h.subject AND m.subject_key = h.subject_key
    GROUP BY h.subject, h.subject_key"""


@dataclass(frozen=True)
class _Question:
    sql: str
    parameters: list[Any]
    tables: dict[str, pa.Table]
    unknown: tuple[str, ...]

    def answer(self, engine: Engine, tail: str, *more: Any) -> pa.Table:
        return engine.query(f"{self.sql} {tail}", [*self.parameters, *more], self.tables)


# A unit is known again by its code, a person, household or account by its key.
_KNOWN = "coalesce(nullif(h.subject_code, ''), CAST(h.subject_key AS VARCHAR))"
_NEW = f"NOT EXISTS (SELECT 1 FROM known AS k WHERE k.subject = h.subject AND k.code = {_KNOWN})"


def _asked_before(engine: Engine, before: Run | None) -> pa.Table:
    """(subject, code) of everybody an earlier run asked about, data faults left out; nobody when there is none."""
    sql = f"SELECT DISTINCT h.subject, {_KNOWN} AS code FROM given AS h WHERE h.tier <> 'data'"
    columns = ["subject", "subject_code", "subject_key", "tier"]
    given = before.hits(columns) if before else HIT_SCHEMA.empty_table().select(columns)
    return engine.query(sql, tables={"given": given})


def _ask(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    filters: Filters,
    view: View,
    outcomes: Outcomes,
) -> _Question:
    require(viewer, "look")
    chosen = select(viewer, engine, replace(filters, min_amount=None, new=None))
    where, parameters = condition(chosen)
    hits = load_hits(engine, run, viewer.scope)
    tables = {"hits": hits, "chances": chances(engine, hits, outcomes)}
    if filters.new is not None:
        where = f"{where} AND {'' if filters.new else 'NOT '}{_NEW}"
        tables["known"] = _asked_before(engine, run_before(run))
    sql = f"SELECT *, {_SUMS} FROM ({_suspects_sql(where, view)})"
    if filters.min_amount is not None:  # of a suspect as a whole, not of each hit
        sql += " WHERE amount >= ?"
        parameters = [*parameters, filters.min_amount]
    return _Question(sql, parameters, tables, chosen.unknown)


def page(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    filters: Filters,
    sort: str = DEFAULT_SORT,
    number: int = 1,
    size: int = 50,
    view: View = "people",
    outcomes: Outcomes = MappingProxyType({}),
) -> Page:
    """Page `number` (from 1) of the suspects in a view; one row per subject, columns as in rows(), then reason (the
    sentence of its lead hit).

    An unknown sort falls back to urgency. Refused without permission.
    """
    question = _ask(viewer, engine, run, filters, view, outcomes)
    first = (max(1, number) - 1) * size
    found = question.answer(engine, f"{_order(sort)} LIMIT ? OFFSET ?", size, first)
    # beyond the end the window cannot count
    counted = found if found.num_rows or not first else question.answer(engine, "LIMIT 1")
    named = with_reasons(viewer, engine, run, _named(engine, found))
    return Page(named, first=first, unknown=question.unknown, **_sums(counted))


def rows(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    filters: Filters,
    sort: str = DEFAULT_SORT,
    view: View = "people",
    outcomes: Outcomes = MappingProxyType({}),
) -> pa.Table:
    """All suspects of a view in order: subject, subject_key, subject_code, subject_title (masked), tier,
    cadre_linked, still_paid, people, amount and expected (yuan), hits, rules, programmes, township, village
    with titles, starts_on, ends_on, lead_hit."""
    question = _ask(viewer, engine, run, filters, view, outcomes)
    return _named(engine, question.answer(engine, _order(sort)))


def totals(viewer: Viewer, engine: Engine, run: Run, filters: Filters) -> dict[View, int]:
    """How many suspects each of the views people, units and data lists under the filters."""
    parted: tuple[View, ...] = ("people", "units", "data")
    asked = {view: _ask(viewer, engine, run, filters, view, MappingProxyType({})) for view in parted}
    return {view: _sums(question.answer(engine, "LIMIT 1"))["total"] for view, question in asked.items()}


def first_of_each_rule(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    filters: Filters,
    size: int,
    view: View = "people",
) -> pa.Table:
    """The most urgent suspect of each rule that leads one, at most `size`, in order of urgency: columns as in page(),
    lead_rule and alike (how many the view lists under that rule, this one counted)."""
    asked = _ask(viewer, engine, run, filters, view, MappingProxyType({}))
    first = replace(asked, sql=_FIRST.format(listed=asked.sql))
    found = first.answer(engine, f"{_order(DEFAULT_SORT)} LIMIT ?", size)
    return with_reasons(viewer, engine, run, _named(engine, found))


def one(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    subject: str,
    key: int,
    outcomes: Outcomes = MappingProxyType({}),
) -> dict[str, Any] | None:
    """The row of one subject over all its hits, data tier too, as in rows(); None when the viewer's part of the run
    has none."""
    question = _ask(viewer, engine, run, Filters(subject=(subject,)), "all", outcomes)
    found = question.answer(engine, "WHERE subject_key = ?", key)
    named: list[dict[str, Any]] = _named(engine, found).to_pylist()
    return named[0] if named else None


def _order(sort: str) -> str:
    return f"ORDER BY {SORTS.get(sort, SORTS[DEFAULT_SORT])}, subject, subject_key"


def _sums(found: pa.Table) -> dict[str, Any]:
    if not found.num_rows:
        return {"total": 0}
    row = found.slice(0, 1).to_pylist()[0]
    return {name.removeprefix("total_"): row[name] for name in _COUNTED}


def _named(engine: Engine, found: pa.Table) -> pa.Table:
    """The rows with masked names and titles of places in place of the count."""
    naming = Naming(engine)
    titles = naming.subjects(found["subject"].to_pylist(), found["subject_key"].to_pylist())
    columns = {
        "subject_title": titles,
        "township_title": naming.titles("township", found["township"].to_pylist()),
        "village_title": naming.titles("village", found["village"].to_pylist()),
    }
    found = found.drop_columns([*_COUNTED, "tier_rank"])
    for name, values in columns.items():
        found = found.append_column(name, pa.array(values, pa.string()))
    return found
