"""The sentence of a suspect's lead hit, for the rows on screen or in a file."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.hits import load_hits
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run
from analytics.rules.sentence import Renderer
from analytics.vault import Vault
from analytics.viewer import Viewer


def with_reasons(viewer: Viewer, engine: Engine, run: Run, rows: pa.Table) -> pa.Table:
    """`rows` (they name a `lead_hit`) with the column reason last, in their order; names are masked."""
    tables = {"hits": load_hits(engine, run, viewer.scope), "given": rows.select(["lead_hit"])}
    wanted = engine.query("SELECT h.* FROM hits AS h SEMI JOIN given AS g ON g.lead_hit = h.hit_id", tables=tables)
    said = Renderer(engine, Vault(engine.snapshot.store)).reasons(wanted.select(HIT_SCHEMA.names))
    sentence = dict(zip(wanted["hit_id"].to_pylist(), said, strict=True))
    reasons = [sentence[hit] for hit in rows["lead_hit"].to_pylist()]
    return rows.append_column("reason", pa.array(reasons, pa.string()))
