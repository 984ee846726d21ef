"""Dry run: what another value of a rule's parameter would give.

A rule's fence says which measure is held against which parameter. So the rule runs once with the loosest value that
parameter may have; those hits are kept under the store's cache, and every other value is a filter over them: at
once, however many payments. Any other parameter is tried by running the rule.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.engine import Engine
from analytics.permissions import require
from analytics.rules.catalogue import Rule
from analytics.rules.header import Fence, Number
from analytics.rules.hits import gather
from analytics.rules.run import why_not
from analytics.viewer import Viewer
from analytics.words import Refused, _

KEPT = "hit_id tier subject subject_key other_key programme year township department amount measure".split()
BINS = 40
# side -> (operator of SQL, whether the loosest value is the smallest)
_SIDES: dict[str, tuple[str, bool]] = {
    "above": (">", True),
    "at_least": (">=", True),
    "below": ("<", False),
    "at_most": ("<=", False),
}
_FILTERED = "SELECT h.*, {tried} AS tried, {present} AS present FROM loosest AS h"
_BOTH = """
    SELECT coalesce(t.subject_key, p.subject_key) AS subject_key, coalesce(t.amount, p.amount) AS amount,
           coalesce(t.township, p.township) AS township, coalesce(t.department, p.department) AS department,
           t.hit_id IS NOT NULL AS tried, p.hit_id IS NOT NULL AS present
    FROM trying AS t FULL JOIN standing AS p ON p.hit_id = t.hit_id"""
_COUNTED = """
    WITH judged AS (SELECT * FROM ({judged}) AS h WHERE {scope})
    SELECT count(*) FILTER (WHERE tried) AS hits, count(DISTINCT subject_key) FILTER (WHERE tried) AS subjects,
           coalesce(sum(amount) FILTER (WHERE tried), 0) AS amount,
           count(*) FILTER (WHERE present) AS present_hits,
           coalesce(sum(amount) FILTER (WHERE present), 0) AS present_amount,
           count(*) FILTER (WHERE tried AND NOT present) AS coming,
           coalesce(sum(amount) FILTER (WHERE tried AND NOT present), 0) AS coming_amount,
           count(*) FILTER (WHERE present AND NOT tried) AS going,
           coalesce(sum(amount) FILTER (WHERE present AND NOT tried), 0) AS going_amount
    FROM judged"""


@dataclass(frozen=True)
class Trial:
    """What a threshold gives, and what comes and goes against the present one; amounts in yuan, as at the loosest
    value where the excess itself moves with the threshold."""

    hits: int
    subjects: int
    amount: Decimal
    present_hits: int
    present_amount: Decimal
    coming: int
    coming_amount: Decimal
    going: int
    going_amount: Decimal


@dataclass(frozen=True)
class Spread:
    """How the measures lie: `counts` of hits between neighbouring `edges` (one more than counts)."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]


def at_once(rule: Rule, parameter: str) -> bool:
    """Whether a value of this parameter is a filter over kept hits, and not a run of the rule."""
    return rule.header.fence is not None and rule.header.fence.parameter == parameter


def loosest_value(rule: Rule) -> Number:
    """The value of the fence's parameter that lets most through."""
    fence = _fence(rule)
    asked = rule.header.parameters[fence.parameter]
    return asked.number(asked.min if _SIDES[fence.side][1] else asked.max)


def trial(
    viewer: Viewer, engine: Engine, rule: Rule, parameter: str, tried: Number, numbers: Mapping[str, Number]
) -> Trial:
    """What the rule would give with `tried` for the parameter, against `numbers` as they stand.

    Raises Refused when the viewer may not look or the rule does not apply to this snapshot.
    """
    require(viewer, "look")
    if at_once(rule, parameter):
        fence = _fence(rule)
        judged = _FILTERED.format(tried=passes_sql(fence, "$tried"), present=passes_sql(fence, "$present"))
        values: dict[str, Any] | None = {"tried": tried, "present": numbers[parameter]}
        tables = {"loosest": loosest(engine, rule, numbers)}
    else:
        judged, values = _BOTH, None
        tables = {"trying": kept(engine, rule, {**numbers, parameter: tried}), "standing": kept(engine, rule, numbers)}
    sql = _COUNTED.format(judged=judged, scope=viewer.scope.where("h"))
    (row,) = engine.query(sql, values, tables).to_pylist()
    return Trial(**row)


def spread(viewer: Viewer, engine: Engine, rule: Rule, numbers: Mapping[str, Number]) -> Spread:
    """How the measures of the loosest run lie; bins grow with the measure where it spans orders of magnitude."""
    require(viewer, "look")
    sql = f"SELECT CAST(h.measure AS DOUBLE) AS measure FROM hits AS h WHERE {viewer.scope.where('h')}"
    measure = engine.query(sql, tables={"hits": loosest(engine, rule, numbers)})["measure"].to_numpy()
    if not len(measure):
        return Spread((0.0, 1.0), (0,))
    counts, edges = np.histogram(measure, _edges(measure))
    return Spread(tuple(edges.tolist()), tuple(counts.tolist()))


def loosest(engine: Engine, rule: Rule, numbers: Mapping[str, Number]) -> pa.Table:
    """The hits (columns KEPT) at the loosest value of the fence's parameter."""
    return kept(engine, rule, {**numbers, _fence(rule).parameter: loosest_value(rule)})


def kept(engine: Engine, rule: Rule, numbers: Mapping[str, Number]) -> pa.Table:
    """The hits (columns KEPT) with these numbers; made once and kept in the store. Refused where the rule does not
    apply, or reads the hits of the others."""
    reason = _("须与其他规则同批运行") if rule.header.reads_hits else why_not(rule, engine)
    if reason:
        raise Refused("规则 {code} 不能试算:{why}。没有运行。", code=rule.code, why=reason)
    path = engine.snapshot.store / "cache" / "dryrun" / f"{_name(engine, rule, numbers)}.parquet"
    if not path.exists():
        _keep(path, gather(engine, {rule.code: rule.select(engine, numbers)}, {rule.code: rule}).select(KEPT))
    return _read(path)


def _name(engine: Engine, rule: Rule, numbers: Mapping[str, Number]) -> str:
    given = {name: str(value) for name, value in numbers.items()}
    parts = [engine.snapshot.id, engine.reference.version, rule.code, rule.digest, given]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:24]


@lru_cache(maxsize=16)
def _read(path: Path) -> pa.Table:
    return pq.read_table(path)


def _keep(path: Path, hits: pa.Table) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".writing", delete=False) as file:
        pq.write_table(hits, file, compression="zstd")
    Path(file.name).rename(path)


def _fence(rule: Rule) -> Fence:
    if rule.header.fence is None:
        raise Refused("规则 {code} 没有单一的阈值,不能试算。可在命令行用 check --set 比较。", code=rule.code)
    return rule.header.fence


def passes_sql(fence: Fence, value: str) -> str:
    """SQL: whether a hit passes; one whose measure is not known does, as in the rule. A fence over the history looks at
    the best of a subject's years."""
    sign, smallest = _SIDES[fence.side]
    measure = "h.measure"
    if fence.over == "history":
        best = "max" if smallest else "min"
        measure = f"{best}(h.measure) OVER (PARTITION BY h.subject_key, h.other_key, h.programme)"
    return f"coalesce({measure} {sign} {value}, TRUE)"


def _edges(measure: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    low, high = float(measure.min()), float(measure.max())
    if low > 0 and high / low > 100:
        return np.geomspace(low, high, BINS + 1)
    return np.linspace(low, high if high > low else low + 1, BINS + 1)
