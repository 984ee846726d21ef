"""A dry run is a filter over the loosest run: for every rule with a fence it must say what the rule itself says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
import pytest

from analytics.engine import Engine
from analytics.permissions import operator
from analytics.rules import dryrun
from analytics.rules.catalogue import Rule
from analytics.rules.header import Number
from analytics.rules.hits import gather
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.rules.fixtures import HERE, Fixture, find_fixtures

EngineOf = Callable[[Fixture], Engine]
FENCED = [f for f in find_fixtures() if f.rule.header.fence and not f.rule.header.reads_hits]
OPERATOR = operator()


def numbers_of(fixture: Fixture) -> dict[str, Number]:
    return {**fixture.rule.header.defaults(), **fixture.parameters}


def exact(engine: Engine, rule: Rule, numbers: dict[str, Number]) -> pa.Table:
    return gather(engine, {rule.code: rule.select(engine, numbers)}, {rule.code: rule})


def steps(rule: Rule, present: Number) -> list[Number]:
    """The present value, a step either side of it, and both bounds."""
    assert rule.header.fence
    p = rule.header.parameters[rule.header.fence.parameter]
    asked = {Decimal(present), Decimal(present) - p.step, Decimal(present) + p.step, p.min, p.max}
    return [p.number(value) for value in sorted(asked) if p.min <= value <= p.max]


@pytest.mark.parametrize("fixture", FENCED, ids=lambda f: f.code)
def test_the_filter_says_what_the_rule_says(fixture: Fixture, engine_of: EngineOf) -> None:
    rule, engine, numbers = fixture.rule, engine_of(fixture), numbers_of(fixture)
    assert rule.header.fence
    name = rule.header.fence.parameter
    loose = dryrun.loosest(engine, rule, numbers)
    for value in steps(rule, numbers[name]):
        real = exact(engine, rule, {**numbers, name: value})
        passes = dryrun.passes_sql(rule.header.fence, "$value")
        passing = f"SELECT hit_id FROM (SELECT hit_id, {passes} AS passes FROM loose AS h) WHERE passes"
        left = engine.query(passing, {"value": value}, {"loose": loose})["hit_id"].to_pylist()
        assert set(left) == set(real["hit_id"].to_pylist()), f"{rule.code} at {value}"
        told = dryrun.trial(OPERATOR, engine, rule, name, value, numbers)
        assert told.hits == real.num_rows
        if not rule.header.fence.excess_moves:
            assert told.amount == sum(real["amount"].to_pylist(), Decimal(0)), f"{rule.code} at {value}"


def test_what_comes_and_what_goes(engine_of: EngineOf) -> None:
    fixture = Fixture(HERE / "E14")
    rule, engine, two = fixture.rule, engine_of(fixture), numbers_of(fixture)
    three = dryrun.trial(OPERATOR, engine, rule, "months", 3, two)
    assert (three.hits, three.present_hits, three.coming, three.going) == (1, 7, 0, 6)
    assert three.present_amount - three.going_amount == three.amount == Decimal(280)
    back = dryrun.trial(OPERATOR, engine, rule, "months", 2, {**two, "months": 3})
    assert (back.coming, back.coming_amount, back.going) == (6, three.going_amount, 0)


def test_a_parameter_that_is_no_fence_is_tried_by_running_the_rule(engine_of: EngineOf) -> None:
    fixture = Fixture(HERE / "A15")
    rule, engine, numbers = fixture.rule, engine_of(fixture), numbers_of(fixture)
    assert not dryrun.at_once(rule, "min_age")
    told = dryrun.trial(OPERATOR, engine, rule, "min_age", 60, numbers)
    assert (told.hits, told.present_hits, told.going, told.coming) == (4, 5, 1, 0)
    assert told.amount == sum(exact(engine, rule, {**numbers, "min_age": 60})["amount"].to_pylist())


def test_a_scope_limits_what_is_counted(engine_of: EngineOf) -> None:
    fixture = Fixture(HERE / "E14")
    elsewhere = Viewer("somebody", "training", Scope(townships=frozenset({99})))
    engine, numbers = engine_of(fixture), numbers_of(fixture)
    assert dryrun.trial(elsewhere, engine, fixture.rule, "months", 3, numbers).present_hits == 0
    assert sum(dryrun.spread(elsewhere, engine, fixture.rule, numbers).counts) == 0


def test_the_spread_holds_every_hit(engine_of: EngineOf) -> None:
    fixture = Fixture(HERE / "E14")
    engine, numbers = engine_of(fixture), numbers_of(fixture)
    found = dryrun.spread(OPERATOR, engine, fixture.rule, numbers)
    assert sum(found.counts) == dryrun.loosest(engine, fixture.rule, numbers).num_rows
    assert len(found.edges) == len(found.counts) + 1


@pytest.mark.parametrize(("code", "said"), [("A02", "缺少:财政供养人员"), ("G03", "须与其他规则同批运行")])
def test_what_cannot_be_tried_is_said(code: str, said: str, engine_of: EngineOf) -> None:
    rule = Fixture(HERE / code).rule
    with pytest.raises(Refused, match=said):
        dryrun.trial(OPERATOR, engine_of(Fixture(HERE / "A15")), rule, "x", 1, rule.header.defaults())
