"""The engines of the bench find the same, so that their times mean something; nothing here is timed."""

from importlib import import_module

import pytest

from analytics.county import build
from analytics.snapshots import Snapshot
from tests.bench.contest import one_round
from tests.bench.engines import ENGINES, RULES, Hit
from tests.support.postgres import AbsentError, binaries


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return build(tmp_path_factory.mktemp("store"), 0.01, 2017)


@pytest.fixture(scope="module")
def found(snapshot: Snapshot) -> dict[str, list[Hit]]:
    return answers("house", snapshot)


def answers(engine: str, snapshot: Snapshot) -> dict[str, list[Hit]]:
    with import_module(f"tests.bench.engines.{engine}").contestant(snapshot) as asked:
        one_round(asked)
        return one_round(asked)[0]


def test_every_rule_finds_something(found: dict[str, list[Hit]]) -> None:
    assert [code for code in RULES if not found[code]] == []


@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "house"])
def test_the_engines_agree(engine: str, snapshot: Snapshot, found: dict[str, list[Hit]]) -> None:
    if engine == "postgres":
        try:
            binaries()
        except AbsentError as absent:
            pytest.skip(str(absent))
    assert answers(engine, snapshot) == found
