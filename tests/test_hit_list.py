"""Hits one by one: counted, paged, sorted, told; and only those within the viewer's scope."""

from dataclasses import replace
from pathlib import Path

import pytest

from analytics import hit_list
from analytics.engine import Engine, open_engine
from analytics.filters import Filters
from analytics.permissions import operator
from analytics.rules import Run
from analytics.rules.catalogue import catalogue
from analytics.rules.needs import needs
from analytics.snapshots import open_snapshot
from analytics.suspects import suspects_table
from analytics.viewer import Scope, Viewer
from tests.support.compared_store import compared_store

SOME = ("A01", "A15", "A27", "D01")
STONE_BRIDGE = Viewer("li", "training", Scope(townships=frozenset({2})))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return compared_store(tmp_path_factory.mktemp("compared"))


@pytest.fixture(scope="module")
def engine(run: Run) -> Engine:
    store: Path = run.path.parent.parent
    return open_engine(open_snapshot(store, run.snapshot))


def test_counts(engine: Engine, run: Run) -> None:
    some = Filters(rule=SOME)
    assert hit_list.counts(operator(), engine, run, some) == {"A01": 2, "A15": 4, "A27": 2, "D01": 3}
    in_2016 = hit_list.counts(operator(), engine, run, replace(some, year=2016))
    assert in_2016 == {"A01": 1, "A15": 2, "A27": 1, "D01": 1}


def test_scope(engine: Engine, run: Run) -> None:
    assert "A01" not in hit_list.counts(STONE_BRIDGE, engine, run, Filters())
    assert hit_list.page(STONE_BRIDGE, engine, run, Filters(rule=("A01",))).total == 0


def test_pages_never_overlap(engine: Engine, run: Run) -> None:
    pages = [hit_list.page(operator(), engine, run, Filters(rule=SOME), number=n, size=4) for n in (1, 2, 3, 4)]
    ids = [hit for page in pages for hit in page.rows["hit_id"].to_pylist()]
    assert [page.rows.num_rows for page in pages] == [4, 4, 3, 0] and len(set(ids)) == 11
    assert {page.total for page in pages} == {11}


def test_sorted_and_told(engine: Engine, run: Run) -> None:
    found = hit_list.page(operator(), engine, run, Filters(rule=("A01",)), "amount_up").rows.to_pylist()
    assert [row["amount"] for row in found] == [300, 400]
    assert "2015年7月至2015年12月" in found[0]["reason"] and "某" in found[0]["subject_title"]


def test_what_a_rule_needs(engine: Engine) -> None:
    there = {need.table: (need.present, need.senders) for need in needs(catalogue()["A01"], engine)}
    assert there == {"payment": (True, "民政局"), "death": (True, "民政局")}
    missing = [need.title for need in needs(catalogue()["A06"], engine) if not need.present]
    assert "机动车登记" in missing


def test_the_file_of_the_list_speaks_words(engine: Engine, run: Run) -> None:
    rows = suspects_table(operator(), engine, run, Filters(rule=SOME), only=[("person", 4)]).to_pylist()
    assert [(row["tier"], row["cadre_linked"], row["rules"]) for row in rows] == [
        ("记录直接矛盾", "否", "高龄津贴年龄不符")
    ]
