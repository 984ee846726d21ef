"""Every rule against its fixture folder: what it must hit, and the look-alikes it must leave alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.engine import Engine
from analytics.rules.catalogue import catalogue
from tests.rules.fixtures import Fixture, find_fixtures, rows_of

FIXTURES = find_fixtures()
EngineOf = Callable[[Fixture], Engine]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda f: f.code)
def test_rule_hits_what_it_must_and_nothing_else(fixture: Fixture, engine_of: EngineOf) -> None:
    assert fixture.expected, f"{fixture.code}: expected.csv has no hit"
    assert not fixture.differs(rows_of(fixture, engine_of(fixture)))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda f: f.code)
def test_two_runs_give_the_same_rows_in_any_order_of_work(fixture: Fixture, engine_of: EngineOf) -> None:
    engine = engine_of(fixture)
    first, second = (rows_of(fixture, engine) for _ in range(2))
    assert sorted(map(str, first)) == sorted(map(str, second))


def test_no_rule_without_fixture() -> None:
    assert set(catalogue()) == {f.code for f in FIXTURES}
