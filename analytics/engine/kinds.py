"""The engines there are, by name; each is loaded when it is first asked for."""

from __future__ import annotations

from typing import Literal

from analytics.engine.duckdb import Engine, open_engine
from analytics.reference import Reference, current_reference
from analytics.snapshots import Snapshot

Kind = Literal["duckdb", "spark"]


def open_kind(kind: Kind, snapshot: Snapshot, reference: Reference | None = None) -> Engine:
    """The engine of this kind over a snapshot; Refused when what it needs is not installed."""
    if kind == "duckdb":
        return open_engine(snapshot, reference)
    from analytics.engine.spark import SparkEngine

    return SparkEngine(snapshot, reference or current_reference(snapshot.store))
