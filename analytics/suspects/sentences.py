"""What a suspect's hits say: one sentence for each rule and programme, its years joined where that stays true."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.naming import Naming
from analytics.rules.catalogue import known
from analytics.rules.sentence import Renderer, joins_years
from analytics.vault import Vault

_TIER_ORDER = "array_position(['hard', 'indicator', 'statistical', 'data'], tier)"

# Years in a row with the same facts become one row; what stands on the other side may lie in another line of its file.
_JOINED = f"""
WITH told AS (
    SELECT h.*, j.joins, json_merge_patch(h.facts, '{{"theirs": null}}') AS steady
    FROM mine AS h JOIN joins AS j ON j.rule = h.rule AND j.tier = h.tier),
streak AS (
    SELECT *, CASE WHEN joins THEN year - dense_rank() OVER (
        PARTITION BY rule, tier, programme, other_key, steady ORDER BY year) ELSE year END AS island FROM told),
joined AS (
    SELECT min(hit_id) AS hit_id, rule, tier, programme, other_key, min(subject) AS subject,
           min(subject_key) AS subject_key, min(year) AS year, min(period_from) AS period_from,
           max(period_to) AS period_to, sum(amount) AS amount, sum(payments) AS payments, max(measure) AS measure,
           arg_min(persons, year) AS persons, arg_min(households, year) AS households, min(account) AS account,
           min(township) AS township, min(village) AS village, arg_min(facts, year) AS facts
    FROM streak GROUP BY rule, tier, programme, other_key, steady, island)
SELECT *, row_number() OVER (
    PARTITION BY rule, tier, programme, other_key ORDER BY amount DESC, period_to DESC, hit_id) AS nth
FROM joined ORDER BY {_TIER_ORDER}, rule, programme, other_key, nth"""


def sentences(engine: Engine, hits: pa.Table) -> pa.Table:
    """One row per rule, programme and stretch of years of one subject's hits: rule, rule_title, tier, programme,
    programme_title, period_from, period_to, amount (yuan), payments, sentence (names masked), nth (1: the
    largest of its rule and programme, the one to read first)."""
    pairs = hits.select(["rule", "tier"]).group_by(["rule", "tier"]).aggregate([]).to_pylist()
    joins = pa.Table.from_pylist([{**p, "joins": joins_years(p["rule"], p["tier"])} for p in pairs], _JOINS)
    joined = engine.query(_JOINED, tables={"mine": hits, "joins": joins})
    rules = known()
    said = Renderer(engine, Vault(engine.snapshot.store)).reasons(joined)
    columns = {
        "sentence": said,
        "rule_title": [str(rules[code].header.title) for code in joined["rule"].to_pylist()],
        "programme_title": Naming(engine).titles("programme", joined["programme"].to_pylist()),
    }
    for name, values in columns.items():
        joined = joined.append_column(name, pa.array(values, pa.string()))
    return joined


def lookalikes(codes: list[str]) -> dict[str, tuple[str, ...]]:
    """rule code -> the innocent cases it should have left alone: what to rule out first."""
    rules = known()
    return {code: tuple(map(str, rules[code].header.excludes)) for code in codes}


def other_side(hits: pa.Table) -> list[tuple[str, int, int]]:
    """(table, source file, row) of the records the hits were held against, as their facts name them."""
    facts: list[dict[str, Any]] = [json.loads(text or "{}") for text in hits["facts"].to_pylist()]
    named = [fact["theirs"] for fact in facts if fact.get("theirs")]
    return sorted(
        {(t["register"], t["source_file"], t["source_row"]) for t in named if t.get("source_row") is not None}
    )


_JOINS = pa.schema([("rule", pa.string()), ("tier", pa.string()), ("joins", pa.bool_())])
