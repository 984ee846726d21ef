"""A run's hits one by one: how many per rule, and the list of some rules with the sentence of each."""

from __future__ import annotations

from collections.abc import Collection

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.naming import Naming
from analytics.permissions import require
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run
from analytics.rules.sentence import Renderer
from analytics.suspects.listing import Page
from analytics.vault import Vault
from analytics.viewer import Viewer

DEFAULT_SORT = "amount"
# What the list may be sorted by -> ORDER BY; hit_id is always the last key.
SORTS = {
    "amount": "h.amount DESC",
    "amount_up": "h.amount",
    "payments": "h.payments DESC",
    "payments_up": "h.payments",
    "latest": "h.period_to DESC",
    "earliest": "h.period_to",
    "measure": "h.measure DESC",
    "sample": "h.hit_id",  # a hash: the first of them are a fair draw, the same for everybody
}


def counts(viewer: Viewer, engine: Engine, run: Run, filters: Filters) -> dict[str, int]:
    """rule code -> hits under the filters, within the viewer's scope; rules without hits are left out."""
    where, parameters = _chosen(viewer, engine, filters)[:2]
    sql = f"SELECT h.rule, count(*) AS hits FROM hits AS h WHERE {where} GROUP BY h.rule ORDER BY h.rule"
    found = engine.query(sql, parameters, {"hits": load_hits(engine, run, viewer.scope)}).to_pylist()
    return {row["rule"]: row["hits"] for row in found}


def page(
    viewer: Viewer,
    engine: Engine,
    run: Run,
    filters: Filters,
    sort: str = DEFAULT_SORT,
    number: int = 1,
    size: int = 50,
) -> Page:
    """Page `number` (from 1) of the hits: HIT_SCHEMA's columns, then subject_title (masked), township_title,
    village_title, programme_title, reason (the sentence, names masked)."""
    where, parameters, unknown = _chosen(viewer, engine, filters)
    tables = {"hits": load_hits(engine, run, viewer.scope)}
    first = (max(1, number) - 1) * size
    sql = f"""SELECT h.* FROM hits AS h WHERE {where}
        ORDER BY {SORTS.get(sort, SORTS[DEFAULT_SORT])}, h.hit_id LIMIT ? OFFSET ?"""
    found = engine.query(sql, [*parameters, size, first], tables).select(HIT_SCHEMA.names)
    total = engine.query(f"SELECT count(*) AS total FROM hits AS h WHERE {where}", parameters, tables)
    return Page(_told(engine, found), total["total"][0].as_py(), first, unknown)


def _chosen(viewer: Viewer, engine: Engine, filters: Filters) -> tuple[str, list[object], tuple[str, ...]]:
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    return *condition(chosen), chosen.unknown


def _told(engine: Engine, found: pa.Table) -> pa.Table:
    naming, column = Naming(engine), {name: found[name].to_pylist() for name in _NAMED}
    added: dict[str, Collection[str]] = {
        "subject_title": naming.subjects(column["subject"], column["subject_key"]),
        "township_title": naming.titles("township", column["township"]),
        "village_title": naming.titles("village", column["village"]),
        "programme_title": naming.titles("programme", column["programme"]),
        "reason": Renderer(engine, Vault(engine.snapshot.store)).reasons(found),
    }
    for name, values in added.items():
        found = found.append_column(name, pa.array(values, pa.string()))
    return found


_NAMED = ("subject", "subject_key", "township", "village", "programme")
