"""Coverage: what runs, what joins, what is old; health: what floods and what never hits."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.engine import Engine, open_engine
from analytics.intervals import share
from analytics.permissions import operator
from analytics.rules import run
from analytics.rules.coverage import JOINS, coverage
from analytics.rules.health import health
from analytics.schema import REGISTERS
from analytics.snapshots import Snapshot, current_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.rules.fixtures import HERE, Fixture
from tests.support.small_store import small_store

OPERATOR = operator()


@pytest.fixture
def engine(store: Path) -> Engine:
    return open_engine(small_store(store))


def test_a_rule_says_what_it_lacks_and_how_much_joins(engine: Engine) -> None:
    found = {c.rule.code: c for c in coverage(OPERATOR, engine)}
    assert found["A02"].why_not == "缺少:财政供养人员"
    assert found["A01"].why_not == ""
    (death,) = found["A01"].registers
    assert (death.whole, death.found, death.share) == (1, 1, 1.0)
    people = next(r for r in found["A27"].registers if r.need.table == "person")
    assert (people.whole, people.found) == (7, 6)  # payee 11 is in no register


def test_a_register_older_than_the_payments_is_named_with_its_days(engine: Engine) -> None:
    death = next(c for c in coverage(OPERATOR, engine) if c.rule.code == "A01").registers[0]
    assert str(death.need.data_date) == "2018-01-05"
    assert death.days_behind == 0


@pytest.mark.parametrize("table", JOINS)
def test_every_measure_can_be_asked(table: str, engine: Engine) -> None:
    (row,) = engine.rows(JOINS[table].sql())
    assert 0 <= row["found"] <= row["whole"]


def test_every_register_has_its_measure() -> None:
    assert set(JOINS) == set(REGISTERS)


def test_who_may_not_look_is_refused(engine: Engine) -> None:
    with pytest.raises(Refused):
        coverage(Viewer("somebody", "nobody"), engine)


def test_health_names_rules_that_never_hit_and_counts_reviews(store: Path) -> None:
    Fixture(HERE / "A15").engine(store)
    snapshot: Snapshot | None = current_snapshot(store)
    assert snapshot
    made = run(store, snapshot, OPERATOR)
    told = {h.rule.code: h for h in health(OPERATOR, store, made, {"A15": (3, 4)})}
    assert (told["A15"].hits, told["A15"].subjects, told["A15"].population) == (5, 4, 8)
    assert told["A15"].confirmed == share(3, 4)
    assert told["A15"].warning and not told["A15"].never
    assert told["B01"].never and told["B01"].hits == 0
    assert told["A01"].why_not and not told["A01"].never


def test_an_interval_widens_as_numbers_fall() -> None:
    few, many, none = share(3, 10), share(300, 1000), share(0, 0)
    assert few.value == many.value == 0.3
    assert few.low < many.low < 0.3 < many.high < few.high
    assert (none.low, none.high) == (0.0, 1.0)
    assert round(few.low, 4) == 0.1078 and round(few.high, 4) == 0.6032  # Wilson's interval of 3 in 10
