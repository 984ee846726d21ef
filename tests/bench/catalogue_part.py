"""All rules over the county with their seconds, and steps of thresholds: python -m tests.bench.catalogue_part STORE."""

import statistics
import sys
import time
from pathlib import Path
from typing import Any

from analytics.engine import open_engine
from analytics.permissions import operator
from analytics.rules import catalogue, dryrun, latest_run
from analytics.rules.parameters import resolve
from analytics.snapshots import current_snapshot
from tests.bench.stage import Stage, verb
from tests.bench.watch import say, watch

STEPS = 5


def measure(stage: Stage) -> dict[str, Any]:
    """{payments, seconds, peak_bytes, rules: [{code, title, seconds, hits}], steps: {code: median seconds}}."""
    store = stage.county()
    stage.say("checking all rules")
    took = verb("check", store=store)
    made = latest_run(store)
    assert made is not None
    rules = [
        {"code": r["code"], "title": catalogue()[r["code"]].header.title.en, "seconds": r["seconds"], "hits": r["hits"]}
        for r in made.manifest["rules"]
        if r["state"] == "done"
    ]
    stage.say("stepping thresholds")
    stepped = watch(["-m", "tests.bench.catalogue_part", str(store)], QINGZHANG_STORE=str(store))
    steps = {event["code"]: event["median"] for event in stepped.events if "code" in event}
    figures = {"payments": stage.payments(), "seconds": took.seconds, "peak_bytes": took.peak_bytes}
    return figures | {"rules": rules, "steps": steps}


def main(store: str) -> None:
    """For every rule with a fence: its loosest run, then STEPS values of the threshold, timed."""
    snapshot = current_snapshot(Path(store))
    assert snapshot is not None
    engine, who = open_engine(snapshot), operator()
    fenced = {c: r for c, r in catalogue().items() if r.header.fence and not r.header.reads_hits}
    say(event="ready")
    for code, rule in fenced.items():
        assert rule.header.fence
        name, numbers = rule.header.fence.parameter, resolve({code: rule}, None)[code]
        asked = rule.header.parameters[name]
        dryrun.loosest(engine, rule, numbers)
        took = []
        for step in range(STEPS):
            started = time.perf_counter()
            dryrun.trial(who, engine, rule, name, asked.number(min(asked.max, asked.min + step * asked.step)), numbers)
            took.append(time.perf_counter() - started)
        say(event="stepped", code=code, median=statistics.median(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
