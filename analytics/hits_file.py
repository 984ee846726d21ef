"""The hits of a run as a file: one row a hit, codes for units, numbers of people masked unless asked with a reason."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, Selection, select
from analytics.hits import condition, load_hits
from analytics.permissions import require
from analytics.plain import log_plain, numbers
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run
from analytics.rules.sentence import Renderer
from analytics.vault import Vault
from analytics.viewer import Viewer

COLUMNS = (
    "hit_id rule version tier module subject subject_key people account township village programme period_from "
    "period_to amount payments measure cadre_linked reason snapshot run"
).split()
# Rules whose rank is their measure (a score), not an amount.
SCORED = ("G01",)

_SQL = f"""
    WITH named AS (
        SELECT m.hit_id, string_agg(v.value, '|' ORDER BY m.place) AS people
        FROM (SELECT hit_id, unnest(persons) AS person, generate_subscripts(persons, 1) AS place FROM hits) AS m
        JOIN person_values AS v ON v.key = m.person GROUP BY m.hit_id)
    SELECT h.hit_id, h.rule, h.version, h.tier, h.module, h.subject,
           coalesce(nullif(h.subject_code, ''), CAST(h.subject_key AS VARCHAR)) AS subject_key,
           n.people, a.value AS account, t.code AS township, l.code AS village, g.code AS programme,
           h.period_from, h.period_to, h.amount, h.payments, h.measure, h.cadre_linked,
           r.reason, ? AS snapshot, ? AS run
    FROM hits AS h
    LEFT JOIN named AS n ON n.hit_id = h.hit_id
    LEFT JOIN reasons AS r ON r.hit_id = h.hit_id
    LEFT JOIN account_values AS a ON a.key = h.account
    LEFT JOIN township AS t ON t.township = h.township
    LEFT JOIN place AS l ON l.village = h.village
    LEFT JOIN programme AS g ON g.programme = h.programme
    ORDER BY h.rule, CASE WHEN h.rule IN {(*SCORED, "")} THEN h.measure ELSE h.amount END DESC, h.hit_id"""


def hits_table(
    viewer: Viewer, engine: Engine, run: Run, filters: Filters, *, plain: bool = False, reason: str = ""
) -> tuple[pa.Table, Selection]:
    """The chosen hits in COLUMNS, sorted by rule, then score or amount, largest first; and what was chosen.

    `plain` gives full ID numbers and accounts: it needs the permission and a reason, and is logged before anything
    is read.
    """
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    if plain:
        log_plain(viewer, engine, chosen, f"run:{run.id}", reason)
    hits = load_hits(engine, run, viewer.scope)
    where, parameters = condition(chosen)
    mine = engine.query(f"SELECT h.* FROM hits AS h WHERE {where}", parameters, {"hits": hits})
    tables = {"hits": mine, "reasons": _reasons(engine, mine), **numbers(engine, mine, plain)}
    return engine.query(_SQL, [engine.snapshot.id, run.id], tables).select(COLUMNS), chosen


def _reasons(engine: Engine, hits: pa.Table) -> pa.Table:
    """(hit_id, reason); names in a sentence stay masked, whatever was asked for."""
    sentences = Renderer(engine, Vault(engine.snapshot.store)).reasons(hits.select(HIT_SCHEMA.names))
    return pa.table({"hit_id": hits["hit_id"], "reason": pa.array(sentences, pa.string())})
