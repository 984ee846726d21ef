"""The job of a check: runs over the newest snapshot, tells how far it is, and says what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.permissions import operator
from analytics.rules import job, latest_run, open_run
from analytics.words import Refused
from tests.rules.fixtures import HERE, Fixture


class Steps:
    def __init__(self) -> None:
        self.seen: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, message: str = "") -> None:
        self.seen.append((done, total, message))


def test_a_check_runs_every_rule_and_reports_its_way(store: Path) -> None:
    Fixture(HERE / "A15").engine(store)
    steps = Steps()
    told = job.run(operator(), steps)
    made = latest_run(store)
    assert made is not None
    assert told == {"run": made.id, "snapshot": made.snapshot, "hits": made.hits().num_rows, "rules": len(made.ran())}
    assert steps.seen[0][2] == "规则 A01"
    assert steps.seen[-1][0] == steps.seen[-1][1] == len(made.manifest["rules"])


def test_rules_and_numbers_may_be_named(store: Path) -> None:
    Fixture(HERE / "A15").engine(store)
    told = job.run(operator(), Steps(), rules=["A15"], parameters={"A15": {"min_age": "60"}})
    assert told["rules"] == 1
    assert open_run(store, told["run"]).manifest["parameters"] == {"A15": {"min_age": 60}}


def test_an_empty_store_is_refused_in_words(store: Path) -> None:
    with pytest.raises(Refused, match="还没有数据快照"):
        job.run(operator(), Steps())
