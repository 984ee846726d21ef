"""Run rules over a snapshot: what each found among how many, how long it took, or why it does not apply."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from analytics.engine import Engine, Kind, open_engine, open_kind
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.rules import runs
from analytics.rules.catalogue import Rule, catalogue, refused
from analytics.rules.counts import with_counts
from analytics.rules.header import BrokenRule, Number
from analytics.rules.hits import gather
from analytics.rules.parameters import Settings, chosen, resolve
from analytics.rules.runs import Run
from analytics.schema import TABLES
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from analytics.words import _

# (rules done, rules in all, code of the rule at work)
Step = Callable[[int, int, str], None]


def run(
    store: Path,
    snapshot: Snapshot,
    viewer: Viewer,
    rules: Iterable[str] | None = None,
    parameters: Settings | None = None,
    progress: Step | None = None,
    kind: Kind = "duckdb",
) -> Run:
    """Run the rules of these codes (None: all) and keep their hits; the same run made before, by whichever engine,
    is taken again. `kind` answers the rules; what is counted and told beside them is always DuckDB's.

    Raises Refused when the viewer may not, for an unknown rule or parameter, or when the engine is not installed;
    nothing is written then.
    """
    require(viewer, "check")
    picked = chosen(catalogue(), rules)
    engine = open_engine(snapshot)
    numbers = resolve(picked, parameters, engine.reference)
    run_id = _run_id(engine, picked, numbers)
    if runs.is_there(store, run_id):
        return _again(store, viewer, run_id)
    reports, hits = _run_all(open_kind(kind, snapshot, engine.reference), picked, numbers, progress)
    notes: dict[str, Any] = {
        "snapshot": snapshot.id,
        "reference": engine.reference.version,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "by": viewer.account,
        "engine": kind,
        "whole": rules is None,
        "parameters": json.loads(_canonical(numbers)),
        "refused": refused(),
    }
    notes["rules"] = with_counts(engine, reports, hits, picked)
    logged = {name: notes[name] for name in ("snapshot", "reference", "engine")} | {"hits": hits.num_rows}
    logged["rules"] = "all" if rules is None else sorted(picked)
    logged |= _changed(resolve(picked, None, engine.reference), numbers)
    with transaction() as tx:
        audit.append(tx, viewer, "run", f"run:{run_id}", **logged)
        return runs.write(store, run_id, hits, notes)


def _again(store: Path, viewer: Viewer, run_id: str) -> Run:
    """A run made before becomes the one last asked for."""
    with transaction() as tx:
        audit.append(tx, viewer, "run.again", f"run:{run_id}")
        return runs.take_again(store, run_id)


def _changed(before: Settings, now: Settings) -> dict[str, Any]:
    """The parameters that are not what is in force: old and new, as the log keeps them."""
    old, new = (
        {
            f"{code}.{name}": value
            for code, given in json.loads(_canonical(each)).items()
            for name, value in given.items()
        }
        for each in (before, now)
    )
    moved = [name for name in new if new[name] != old.get(name)]
    return {"old": {n: old.get(n) for n in moved}, "new": {n: new[n] for n in moved}} if moved else {}


def preview(snapshot: Snapshot, viewer: Viewer, code: str, parameters: Mapping[str, Number] | None = None) -> pa.Table:
    """The hits one rule would give with these parameters; nothing is kept. None for a rule that reads the others'."""
    require(viewer, "check")
    picked = chosen(catalogue(), [code])
    engine = open_engine(snapshot)
    numbers = resolve(picked, {code: parameters} if parameters else None, engine.reference)
    if why_not(picked[code], engine) or picked[code].header.reads_hits:
        return gather(engine, {}, picked)
    return gather(engine, {code: picked[code].select(engine, numbers.get(code))}, picked)


def why_not(rule: Rule, engine: Engine) -> str:
    """Why the rule does not apply to this snapshot, in words; empty when it does."""
    missing = [name for name in ("payment", *rule.header.needs) if name not in engine.present]
    if missing:
        return _("缺少:{tables}").format(tables=_("、").join(_(TABLES[name].title) for name in missing))
    if rule.header.reads_resident_id and not engine.value("SELECT count(*) FROM payee WHERE id_kind <> 'opaque'"):
        return _("受益人无身份证号")
    return ""


def _run_all(
    engine: Engine, rules: Mapping[str, Rule], numbers: Settings, progress: Step | None
) -> tuple[list[dict[str, Any]], pa.Table]:
    """Reports in order of code, and all hits; rules that read the others' hits come last."""
    plain = engine.embedded
    reports: dict[str, dict[str, Any]] = {}
    rows: dict[str, pa.Table] = {}
    for rule in rules.values():
        rule.prepare(plain)
    ordered = sorted(rules.values(), key=lambda rule: (rule.header.reads_hits, rule.code))
    for done, rule in enumerate(ordered):
        if progress:
            progress(done, len(rules), rule.code)
        started = time.perf_counter()
        reason = why_not(rule, plain)
        if not reason:
            hits = gather(plain, rows, rules) if rule.header.reads_hits else None
            reason = select_rows(engine, rule, numbers.get(rule.code), hits, rows)
        reports[rule.code] = _report(rule, reason, time.perf_counter() - started)
    if progress:
        progress(len(rules), len(rules), "")
    return [reports[code] for code in rules], gather(plain, rows, rules)


def select_rows(
    engine: Engine, rule: Rule, numbers: Mapping[str, Number] | None, hits: pa.Table | None, rows: dict[str, pa.Table]
) -> str:
    """Put the rule's rows among `rows`. A rule of the county's own that fails stops no run: why is returned."""
    try:
        found = rule.select(engine, numbers, hits)
        if rule.own:
            gather(engine, {rule.code: found}, {rule.code: rule})
    except (duckdb.Error, BrokenRule):
        if rule.own is None:
            raise
        return _("运行出错")
    rows[rule.code] = found
    return ""


def _report(rule: Rule, reason: str, seconds: float) -> dict[str, Any]:
    state = "not_applicable" if reason else "done"
    head = {"code": rule.code, "version": rule.header.version, "digest": rule.digest}
    return head | {"state": state, "why_not": reason, "seconds": round(seconds, 3)}


def _run_id(engine: Engine, rules: Mapping[str, Rule], numbers: Settings) -> str:
    versions = [[code, rule.header.version, rule.digest] for code, rule in rules.items()]
    parts = [engine.snapshot.id, versions, json.loads(_canonical(numbers)), engine.reference.version]
    return hashlib.sha256(_canonical(parts).encode()).hexdigest()[:16]


def _canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_as_text)


def _as_text(value: object) -> str:
    assert isinstance(value, Decimal)
    return format(value.normalize(), "f")
