"""How likely a hit of a rule is confirmed: a Beta posterior over the tier's prior and the county's own reviews."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal

import pyarrow as pa

from analytics.engine import Engine

# rule -> (confirmed, checked), from the county's reviews only
Outcomes = Mapping[str, tuple[int, int]]
_SCHEMA = pa.schema([("rule", pa.string()), ("tier", pa.string()), ("probability", pa.decimal128(9, 6))])
_STEP = Decimal("0.000001")


def priors(engine: Engine) -> dict[str, tuple[Decimal, Decimal]]:
    """tier -> (confirmed, checked) as pseudo-counts: the county edits data/reference/tier_prior.csv."""
    with engine.reference.path("tier_prior").open(encoding="utf-8", newline="") as file:
        return {row["tier"]: (Decimal(row["confirmed"]), Decimal(row["checked"])) for row in csv.DictReader(file)}


def chances(engine: Engine, hits: pa.Table, outcomes: Outcomes) -> pa.Table:
    """(rule, tier, probability): the posterior mean for every rule and tier among the hits."""
    known = priors(engine)
    pairs = hits.select(["rule", "tier"]).group_by(["rule", "tier"]).aggregate([]).to_pylist()
    means = [{**p, "probability": _mean(known[p["tier"]], outcomes.get(p["rule"], (0, 0)))} for p in pairs]
    return pa.Table.from_pylist(means, _SCHEMA)


def _mean(prior: tuple[Decimal, Decimal], seen: tuple[int, int]) -> Decimal:
    return ((prior[0] + seen[0]) / (prior[1] + seen[1])).quantize(_STEP)
