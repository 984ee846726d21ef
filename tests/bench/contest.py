"""One engine, several rounds of the nine rules: python -m tests.bench.contest ENGINE STORE ROUNDS."""

import sys
import time
from importlib import import_module
from pathlib import Path

from analytics.snapshots import current_snapshot
from tests.bench.engines import Answers, Hit
from tests.bench.watch import say


def main(engine: str, store: str, rounds: str) -> None:
    """Say every step's seconds and, at the end, the hits. The first round (0) warms caches, and memory is looked at."""
    snapshot = current_snapshot(Path(store))
    assert snapshot is not None
    with import_module(f"tests.bench.engines.{engine}").contestant(snapshot) as answers:
        say(event="ready")
        for number in range(int(rounds) + 1):
            hits, seconds = one_round(answers)
            say(event="round", number=number, seconds=seconds)
            if number == 0:
                say(event="timed")
    say(event="hits", hits=hits)


def one_round(answers: Answers) -> tuple[dict[str, list[Hit]], dict[str, float]]:
    """The hits of each rule, sorted, and the seconds of each step."""
    hits: dict[str, list[Hit]] = {}
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    for step, found in answers():
        seconds[step] = time.perf_counter() - started
        hits[step] = sorted(found)
        started = time.perf_counter()
    return hits, seconds


if __name__ == "__main__":
    main(*sys.argv[1:])
