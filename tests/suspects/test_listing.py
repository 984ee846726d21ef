"""Suspects are grouped, ordered and paged; a limited viewer learns nothing of the rest."""

import os
import time
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from analytics import suspects
from analytics.engine import Engine, open_engine
from analytics.filters import Filters
from analytics.permissions import operator
from analytics.rules.runs import Run
from analytics.suspects.listing import SORTS, View
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.support.small_store import small_store
from tests.support.some_hits import MANY, write_hits

STONE_BRIDGE = Viewer("li", "training", Scope(townships=frozenset({2})))


@dataclass
class Desk:
    engine: Engine
    few: Run
    some: Run
    many: Run

    def list(self, view: View = "people", viewer: Viewer | None = None, **filters: str) -> list[dict[str, Any]]:
        return suspects.rows(viewer or operator(), self.engine, self.few, Filters.read(filters), view=view).to_pylist()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = tmp_path_factory.mktemp("store")
    engine = open_engine(small_store(store))
    many = write_hits(store / "runs" / "many", MANY.format(n=20_000))
    some = write_hits(store / "runs" / "some", MANY.format(n=2_000))
    few = write_hits(store / "runs" / "few")
    for nth, run in enumerate((many, few)):
        manifest = run.path / "manifest.json"
        manifest.write_text('{"whole": true}')
        os.utime(manifest, (nth, nth))
    return Desk(engine, few, some, many)


def keys(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(row["subject"], row["subject_key"]) for row in rows]


def test_hard_first_then_cadres_then_still_paid(desk: Desk) -> None:
    assert keys(desk.list()) == [("person", 3), ("person", 5), ("account", 1), ("household", -11)]


def test_units_and_data_have_their_own_lists(desk: Desk) -> None:
    assert keys(desk.list("units")) == [("village", 1)]
    assert keys(desk.list("data")) == [("person", 9)]


def test_totals_are_those_of_the_lists(desk: Desk) -> None:
    asked = (operator(), desk.engine, desk.few)
    assert suspects.totals(*asked, Filters()) == {"people": 4, "units": 1, "data": 1}
    assert suspects.totals(*asked, Filters(min_amount=Decimal(701))) == {"people": 2, "units": 1, "data": 0}
    bounded = suspects.totals(STONE_BRIDGE, *asked[1:], Filters())
    assert bounded == {"people": len(desk.list(viewer=STONE_BRIDGE)), "units": 0, "data": 1}


def test_the_first_of_each_rule_and_how_many_are_alike(desk: Desk) -> None:
    found = suspects.first_of_each_rule(operator(), desk.engine, desk.few, Filters(), 10).to_pylist()
    assert keys(found) == keys(desk.list())
    assert [(row["lead_rule"], row["alike"]) for row in found] == [("A01", 1), ("C12", 1), ("D01", 1), ("C14", 2)]
    for row in found:
        assert row["alike"] == len(desk.list(rule=row["lead_rule"])) and row["reason"]


def test_what_an_earlier_run_asked_about_is_not_new(desk: Desk) -> None:
    asked = (operator(), desk.engine, desk.few, Filters(new=True))
    new = [("account", 1), ("household", -11)]  # the persons stand among those of the run before
    assert keys(suspects.first_of_each_rule(*asked, 10).to_pylist()) == keys(suspects.rows(*asked).to_pylist()) == new
    assert keys(desk.list(new="0")) == [("person", 3), ("person", 5)]
    assert suspects.totals(*asked) == {"people": 2, "units": 1, "data": 0}
    first = (operator(), desk.engine, desk.some, Filters(new=True))
    assert suspects.rows(*first).num_rows == suspects.rows(*first[:3], Filters()).num_rows, "nobody was asked before"


def test_ten_alike_are_one_line(desk: Desk) -> None:
    found = suspects.first_of_each_rule(operator(), desk.engine, desk.some, Filters(), 2).to_pylist()
    most_urgent = suspects.page(operator(), desk.engine, desk.some, Filters(), size=1).rows.to_pylist()
    assert keys(found[:1]) == keys(most_urgent)
    assert [(row["lead_rule"], row["alike"]) for row in found] == [("A01", 666), ("C12", 667)]


def test_one_row_per_subject(desk: Desk) -> None:
    dead = desk.list()[0]
    assert (dead["hits"], dead["amount"], dead["expected"]) == (2, Decimal(700), Decimal("630.00"))
    assert (dead["people"], dead["still_paid"], dead["rules"]) == (1, False, ["A01"])


def test_the_same_money_under_two_rules_counts_once(desk: Desk) -> None:
    cadre = desk.list()[1]
    assert (cadre["hits"], cadre["amount"], cadre["rules"]) == (2, Decimal(1200), ["C12", "C14"])
    assert cadre["still_paid"] and cadre["cadre_linked"] and cadre["tier"] == "indicator"


def test_reviews_move_the_expected_excess(desk: Desk) -> None:
    table = suspects.rows(operator(), desk.engine, desk.few, Filters(), outcomes={"A01": (0, 90)})
    assert table.to_pylist()[0]["expected"] == Decimal("63.00")


def test_names_are_masked(desk: Desk) -> None:
    titles = [row["subject_title"] for row in desk.list()]
    assert all("*" in title or "某" in title for title in titles)
    assert desk.list()[3]["village_title"] == "石桥村"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"rule": "C12"}, [("person", 5)]),
        ({"tier": "hard"}, [("person", 3)]),
        ({"cadre": "1"}, [("person", 5)]),
        ({"module": "17"}, [("person", 5), ("household", -11)]),
        ({"programme": "TG"}, [("household", -11)]),
        ({"department": "D1", "year": "2016"}, [("person", 3)]),
        ({"person": "3"}, [("person", 3), ("account", 1)]),
        ({"household": "2"}, [("person", 3), ("account", 1)]),
        ({"account": "5"}, [("person", 5)]),
        ({"min_amount": "700"}, [("person", 3), ("person", 5), ("household", -11)]),
        ({"date_to": "2015-07-31"}, [("person", 3), ("account", 1)]),
        ({"township": "T9"}, []),
        ({"year": "x"}, []),
    ],
)
def test_filters(desk: Desk, filters: dict[str, str], expected: list[tuple[str, int]]) -> None:
    assert keys(desk.list(**filters)) == expected


@pytest.mark.parametrize("sort", [*SORTS, "no such sort"])
def test_the_pages_together_are_the_whole(desk: Desk, sort: str) -> None:
    whole = keys(suspects.rows(operator(), desk.engine, desk.some, Filters(), sort).to_pylist())
    paged, number = [], 1
    while rows := suspects.page(operator(), desk.engine, desk.some, Filters(), sort, number, 300).rows.to_pylist():
        paged += keys(rows)
        number += 1
    assert len(whole) == 2_000 and paged == whole


def test_a_page_beyond_the_end_still_knows_the_total(desk: Desk) -> None:
    page = suspects.page(operator(), desk.engine, desk.few, Filters(), number=9)
    assert (page.rows.num_rows, page.total) == (0, 4)


def test_a_page_of_twenty_thousand_is_quick(desk: Desk) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        suspects.page(operator(), desk.engine, desk.many, Filters(), number=100)
        return time.perf_counter() - start

    seconds()
    assert min(seconds() for _ in range(5)) < 0.5  # 0.1 on a quiet machine


def test_scope_leaks_not_even_a_count(desk: Desk) -> None:
    assert keys(desk.list(viewer=STONE_BRIDGE)) == [("household", -11)]
    assert desk.list("units", viewer=STONE_BRIDGE) == []
    page = suspects.page(STONE_BRIDGE, desk.engine, desk.many, Filters(township=("T1",)))
    assert (page.total, page.unknown) == (0, ("township=T1",))
    assert suspects.page(STONE_BRIDGE, desk.engine, desk.many, Filters()).total == 10_000


def test_needs_the_permission(desk: Desk) -> None:
    with pytest.raises(Refused, match="权限"):
        suspects.page(Viewer("x", "nobody"), desk.engine, desk.few, Filters())
