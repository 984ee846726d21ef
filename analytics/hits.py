"""A run's hits as one relation to ask: with the days they span, and whether the money still flows."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.engine import Engine
from analytics.filters import Selection
from analytics.hits_within import within
from analytics.rules.runs import Run
from analytics.viewer import Scope

# Filters over the relation `hits` under the alias h. A hit concerns a person, household or account it names.
COLUMNS = {
    "township": "h.township",
    "village": "h.village",
    "department": "h.department",
    "programme": "h.programme",
    "household": "list_contains(h.households, ?)",
    "person": "list_contains(h.persons, ?)",
    "account": "h.account",
    "rule": "h.rule",
    "module": "CAST(h.module AS VARCHAR)",
    "tier": "h.tier",
    "subject": "h.subject",
    "cadre": "h.cadre_linked",
    "min_amount": "h.amount",
    "period_start": "h.starts_on",
    "period_end": "h.ends_on",
}
RECENT_MONTHS = 3

# Still being paid: a month within the last three the snapshot has, or, paid by the year, its latest year.
_LOADED = f"""
    WITH latest AS (SELECT max(period_end) FILTER (WHERE period % 100 > 0) AS month_end, max(year) AS year FROM pay),
    concerned AS (
        SELECT DISTINCT hit_id, unnest(persons) AS person, coalesce(programme, 0) AS programme FROM given),
    paid AS (
        SELECT person, programme, max(period_end) FILTER (WHERE period % 100 > 0) AS month_end,
               max(year) FILTER (WHERE period % 100 = 0) AS year
        FROM pay WHERE person IN (SELECT person FROM concerned) GROUP BY person, programme),
    flowing AS (
        SELECT paid.person, paid.programme FROM paid, latest
        WHERE paid.month_end > add_months(latest.month_end, -{RECENT_MONTHS}) OR paid.year = latest.year),
    still AS (
        SELECT DISTINCT c.hit_id FROM concerned AS c
        JOIN flowing AS f ON f.person = c.person AND c.programme IN (0, f.programme))
    SELECT h.*, first_day.period_start AS starts_on, last_day.period_end AS ends_on,
           h.hit_id IN (SELECT hit_id FROM still) AS still_paid
    FROM given AS h
    LEFT JOIN period_span AS first_day ON first_day.period = h.period_from
    LEFT JOIN period_span AS last_day ON last_day.period = h.period_to
    ORDER BY h.rule, h.amount DESC, h.hit_id"""


def load_hits(engine: Engine, run: Run, scope: Scope) -> pa.Table:
    """The hits of a run and of those looked at together with it, contract columns plus starts_on, ends_on (DATE),
    still_paid (BOOLEAN); within the scope, those that reach over its border cut down to it (hits_within.py)."""
    files = tuple((path, path.stat().st_mtime_ns) for path in run.hits_paths)
    return _load(engine, files) if scope.whole_county else _within(engine, files, scope)


@lru_cache(maxsize=16)
def _within(engine: Engine, files: tuple[tuple[Path, int], ...], scope: Scope) -> pa.Table:
    return within(engine, _load(engine, files), scope)


@lru_cache(maxsize=4)
def _load(engine: Engine, paths: tuple[tuple[Path, int], ...]) -> pa.Table:
    return engine.query(_LOADED, tables={"given": pa.concat_tables([pq.read_table(path) for path, _changed in paths])})


def condition(chosen: Selection) -> tuple[str, list[object]]:
    """Filters and scope as one condition over `hits AS h`, with its parameters."""
    sql, parameters = chosen.where(COLUMNS)
    return f"{sql} AND {chosen.scope.where('h')}", parameters
