"""What a run asks about somebody: each hit in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run
from analytics.rules.sentence import Renderer
from analytics.vault import Vault
from analytics.viewer import Viewer

MOST = 200


@dataclass(frozen=True)
class Asked:
    """A hit: its rule, tier, subject (key as in a URL), amount in yuan, and the sentence (masked)."""

    rule: str
    tier: str
    subject: str
    subject_key: str
    amount: Decimal
    sentence: str


def asked_about(viewer: Viewer, engine: Engine, run: Run | None, filters: Filters) -> tuple[Asked, ...]:
    """The hits under the filters, hard ones first, at most MOST; none without a run."""
    return told(engine, hits_about(viewer, engine, run, filters))


def hits_about(viewer: Viewer, engine: Engine, run: Run | None, filters: Filters) -> pa.Table:
    """The hits under the filters as rows of HIT_SCHEMA, hard ones first, at most MOST; none without a run."""
    if run is None:
        return HIT_SCHEMA.empty_table()
    where, parameters = condition(select(viewer, engine, filters))
    order = "array_position(['hard', 'indicator', 'statistical', 'data'], h.tier), h.amount DESC, h.hit_id"
    sql = f"SELECT h.* FROM hits AS h WHERE {where} ORDER BY {order} LIMIT {MOST}"
    return engine.query(sql, parameters, {"hits": load_hits(engine, run, viewer.scope)}).select(HIT_SCHEMA.names)


def told(engine: Engine, hits: pa.Table) -> tuple[Asked, ...]:
    """Each hit with its sentence."""
    sentences = Renderer(engine, Vault(engine.snapshot.store)).reasons(hits)
    return tuple(
        Asked(h["rule"], h["tier"], h["subject"], h["subject_code"] or str(h["subject_key"]), h["amount"], sentence)
        for h, sentence in zip(hits.to_pylist(), sentences, strict=True)
    )
