"""Nine rules through four engines: seconds of each rule and of the whole, memory, and whether the hits agree."""

import statistics
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.engines import ENGINES, OPEN, RULES
from tests.bench.engines.postgres import SETTINGS
from tests.bench.stage import Stage
from tests.bench.watch import Event, Watched, watch
from tests.support.postgres import THROWAWAY, AbsentError, binaries, server_version

ROUNDS = 5


def measure(stage: Stage) -> dict[str, Any]:
    """{payments, rounds, engines: {name: {total, steps, peak_bytes, version, agrees}}, skipped, settings}."""
    store = stage.county()
    skipped = _absent()
    watched = {name: _contest(stage, name, store) for name in ENGINES if name not in skipped}
    truth = _hits(watched["house"])
    return {
        "payments": stage.payments(),
        "rounds": ROUNDS,
        "hits": {code: len(truth[code]) for code in RULES},
        "engines": {name: _figures(name, one, truth) for name, one in watched.items()},
        "skipped": skipped,
        "postgres_settings": {**SETTINGS, **THROWAWAY},
    }


def _absent() -> dict[str, str]:
    try:
        binaries()
    except AbsentError as error:
        return {"postgres": str(error)}
    return {}


def _contest(stage: Stage, name: str, store: Path) -> Watched:
    def heard(event: Event) -> None:
        if event["event"] == "round":
            stage.say(f"{ENGINES[name]}, round {event['number']}: {sum(event['seconds'].values()):.2f} s")

    stage.say(f"{ENGINES[name]}: preparing")
    return watch(["-m", "tests.bench.contest", name, str(store), str(ROUNDS)], heard)


def _hits(watched: Watched) -> dict[str, list[list[int]]]:
    hits: dict[str, list[list[int]]] = watched.events[-1]["hits"]
    return hits


def _figures(name: str, watched: Watched, truth: dict[str, list[list[int]]]) -> dict[str, Any]:
    rounds = [e["seconds"] for e in watched.events if e["event"] == "round" and e["number"] > 0]
    totals, hits = [sum(r.values()) for r in rounds], _hits(watched)
    return {
        "total": {"median": statistics.median(totals), "least": min(totals), "most": max(totals)},
        "steps": {step: statistics.median(r[step] for r in rounds) for step in (OPEN, *RULES)},
        "peak_bytes": watched.peak_bytes,
        "version": _version(name),
        "disagrees": [code for code in RULES if hits[code] != truth[code]],
    }


def _version(name: str) -> str:
    packages = {"house": "duckdb", "pandas_rules": "pandas", "polars_rules": "polars"}
    return version(packages[name]) if name in packages else server_version()
