"""How much a rule found, of how many it looked at; a rule that flags too large a share says so."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.rules.catalogue import Rule
from analytics.words import _

# Those a rule of each subject chooses from.
_POPULATION = {
    "person": "SELECT count(DISTINCT person) FROM payment",
    "household": "SELECT count(DISTINCT household) FROM payment",
    "account": "SELECT count(DISTINCT account) FROM payment",
    "village": "SELECT count(DISTINCT village) FROM payment",
    "township": "SELECT count(DISTINCT township) FROM payment",
    "department": "SELECT count(DISTINCT department) FROM programme SEMI JOIN payment USING (programme)",
    "programme": "SELECT count(DISTINCT programme) FROM payment",
    "project": "SELECT count(*) FROM project",
    "batch": "SELECT count(DISTINCT batch) FROM payment",
}
_FOUND = "SELECT rule, count(*) AS hits, count(DISTINCT subject_key) AS subjects FROM hit GROUP BY rule"
# Units are few, so a large share of them is no sign of a rule gone wrong.
_FLOODING = frozenset({"person", "household", "account"})


def with_counts(
    engine: Engine, reports: list[dict[str, Any]], hits: pa.Table, rules: Mapping[str, Rule]
) -> list[dict[str, Any]]:
    """The reports with hits, subjects, population, share (0 to 1) and warning of every rule that ran."""
    found = {row["rule"]: row for row in engine.query(_FOUND, tables={"hit": hits}).to_pylist()}
    subjects: set[str] = {rules[r["code"]].header.subject for r in reports if r["state"] == "done"}
    population = {subject: engine.value(_POPULATION[subject]) for subject in sorted(subjects)}
    return [
        report | _count(rules[report["code"]], found.get(report["code"]), population)
        if report["state"] == "done"
        else report
        for report in reports
    ]


def _count(rule: Rule, found: dict[str, Any] | None, population: Mapping[str, int]) -> dict[str, Any]:
    among = population[rule.header.subject]
    hits, subjects = (found["hits"], found["subjects"]) if found else (0, 0)
    share = round(subjects / among, 6) if among else 0.0
    return {"hits": hits, "subjects": subjects, "population": among, "share": share, "warning": _warning(rule, share)}


def _warning(rule: Rule, share: float) -> str:
    if rule.header.subject not in _FLOODING or Decimal(str(share)) <= rule.header.flood_share:
        return ""
    text = _("本规则命中了 {share} 的对象,超过 {limit},请先核对阈值和比对库,再交办。")
    return text.format(share=f"{share:.1%}", limit=f"{rule.header.flood_share:.0%}")
