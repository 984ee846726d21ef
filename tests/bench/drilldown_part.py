"""Each question of the drill-down, asked as the pages ask it: python -m tests.bench.drilldown_part STORE."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analytics import drilldown
from analytics.engine import Engine, open_engine
from analytics.filters import Filters
from analytics.permissions import operator
from analytics.rules import runs
from analytics.rules.run import run
from analytics.snapshots import current_snapshot
from tests.bench.engines import RULES
from tests.bench.stage import Stage
from tests.bench.watch import say, watch

TIMES = 7
Question = Callable[[], object]


def measure(stage: Stage) -> dict[str, Any]:
    """{payments, times, questions: {words: {median, least, most}}, peak_bytes}, in seconds."""
    store = stage.county()
    stage.say("drill-down: asking")
    took = watch(
        ["-m", "tests.bench.drilldown_part", str(store)],
        lambda event: stage.say(f"{event['words']}: {event['median'] * 1000:.0f} ms") if "words" in event else None,
        QINGZHANG_STORE=str(store),
    )
    asked = {event.pop("words"): event for event in took.events if "words" in event}
    return {"payments": stage.payments(), "times": TIMES, "questions": asked, "peak_bytes": took.peak_bytes}


def questions(engine: Engine, made: runs.Run) -> dict[str, Question]:
    """Every question in words, with the call that answers it; the units asked about are those paid most."""
    who = operator()
    most = {
        level: engine.value(f"SELECT {level} FROM pay GROUP BY 1 ORDER BY sum(amount) DESC, 1 LIMIT 1")
        for level in ("township", "village", "household", "person", "programme")
    }
    code = {
        name: engine.value(f"SELECT code FROM {table} WHERE {name} = ?", [most[name]])
        for name, table in (("township", "township"), ("village", "place"), ("programme", "programme"))
    }
    township, village, programme = ({name: code[name]} for name in ("township", "village", "programme"))
    household, person = ({name: str(most[name])} for name in ("household", "person"))
    year, dated = {"year": "2016"}, {"date_from": "2015-07-01", "date_to": "2016-06-30"}

    def children(level: str, **filters: str) -> Question:
        return lambda: drilldown.children(who, engine, Filters.read(filters), level, made)

    def series(split: Any = None, step: Any = "year", **filters: str) -> Question:
        return lambda: drilldown.series(who, engine, Filters.read(filters), step, split)

    def listed(list_: Callable[..., object], **filters: str) -> Question:
        return lambda: list_(who, engine, Filters.read(filters))

    return {
        "overview, whole county": lambda: drilldown.overview(who, engine, Filters(), made),
        "overview, one township": lambda: drilldown.overview(who, engine, Filters.read(township), made),
        "townships of the county": children("township"),
        "townships in one year": children("township", **year),
        "townships between two dates": children("township", **dated),
        "villages of a township": children("village", **township),
        "villages of a township, one programme, one year": children("village", **township, **programme, **year),
        "households of a village": children("household", **village),
        "people of a household": children("person", **household),
        "departments": children("department"),
        "programmes": children("programme"),
        "programmes in a village": children("programme", **village),
        "years of a programme": children("year", **programme),
        "county by year": series(),
        "county by month": series(step="month"),
        "county by year and department": series("department"),
        "a township by month": series(step="month", **township),
        "list of households, county": listed(drilldown.households),
        "list of households, a village": listed(drilldown.households, **village),
        "list of payments, county": listed(drilldown.payments),
        "list of payments, a township": listed(drilldown.payments, **township),
        "list of payments, a household": listed(drilldown.payments, **household),
        "list of payments, a person": listed(drilldown.payments, **person),
        "breadcrumb of a household": listed(drilldown.breadcrumb, **village, **household),
    }


def main(store: str) -> None:
    """Ask everything once, then every question TIMES times; say the seconds of each."""
    home = Path(store)
    snapshot = current_snapshot(home)
    assert snapshot is not None
    made = run(home, snapshot, operator(), RULES)
    asked = questions(open_engine(snapshot), made)
    say(event="ready")
    for ask in asked.values():
        ask()
    say(event="timed")
    for words, ask in asked.items():
        took = [_seconds(ask) for _ in range(TIMES)]
        say(event="asked", words=words, median=statistics.median(took), least=min(took), most=max(took))


def _seconds(ask: Question) -> float:
    started = time.perf_counter()
    ask()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(*sys.argv[1:])
