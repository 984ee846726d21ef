"""Every number agrees with the payments behind it, whichever way one comes to it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics import drilldown
from analytics.engine import Engine, open_engine
from analytics.filters import Filters
from analytics.permissions import operator
from analytics.rules.runs import Run
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.support.small_store import small_store
from tests.support.some_hits import write_hits

LI = Viewer("li", "training", Scope(townships=frozenset({2})))
FOREST = Viewer("wang", "training", Scope(departments=frozenset({2})))
SUMS = ("key", "payments", "amount", "people", "households", "growth")
# Dates the cube knows nothing of, so that payments are counted one by one.
ALWAYS = {"date_from": "1990-01-01"}


@dataclass
class Desk:
    engine: Engine
    run: Run

    def children(self, level: str, viewer: Viewer | None = None, **filters: str) -> list[dict[str, Any]]:
        found = drilldown.children(viewer or operator(), self.engine, Filters.read(filters), level, self.run)
        return found.to_pylist()

    def payments(self, viewer: Viewer | None = None, **filters: str) -> drilldown.Page:
        return drilldown.payments(viewer or operator(), self.engine, Filters.read(filters))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = tmp_path_factory.mktemp("store")
    return Desk(open_engine(small_store(store)), write_hits(store / "runs" / "few"))


def shown(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_townships(desk: Desk) -> None:
    rows = desk.children("township")
    assert shown(rows, "title", "payments", "amount", "people", "households", "suspects") == [
        ("青禾镇", 123, Decimal("13998.00"), 5, 4, 4),
        ("石桥镇", 40, Decimal("13827.00"), 2, 2, 1),
    ]


CROSSED = [
    ("township", {}),
    ("township", {"year": "2016"}),
    ("township", {"programme": "TG", "year": "2016"}),
    ("village", {}),
    ("village", {"township": "T1"}),
    ("village", {"township": "T1", "programme": "DB", "year": "2017"}),
    ("programme", {}),
    ("programme", {"village": "V3"}),
    ("programme", {"township": "T1", "year": "2015"}),
    ("year", {"programme": "TG"}),
    ("year", {"village": "V1"}),
    ("year", {"year": "2016"}),
    ("department", {}),
    ("department", {"township": "T1", "year": "2016"}),
    ("programme", {"department": "D1"}),
    ("township", {"department": "D1"}),
    ("village", {"department": "D2", "programme": "TG"}),
]


@pytest.mark.parametrize(("level", "filters"), CROSSED)
@pytest.mark.parametrize("viewer", [operator(), LI, FOREST])
def test_the_cube_and_the_payments_say_the_same(
    desk: Desk, level: str, filters: dict[str, str], viewer: Viewer
) -> None:
    counted = desk.children(level, viewer, **filters, **ALWAYS)
    assert shown(desk.children(level, viewer, **filters), *SUMS[:5]) == shown(counted, *SUMS[:5])


@pytest.mark.parametrize("level", drilldown.LEVELS)
def test_children_add_up_to_the_payments_behind_them(desk: Desk, level: str) -> None:
    rows, all_of_them = desk.children(level), desk.payments()
    assert sum(row["payments"] for row in rows) == all_of_them.total == 163
    assert sum(row["amount"] for row in rows) == desk.engine.value("SELECT sum(amount) FROM pay")
    assert sum(row["share"] for row in rows) == pytest.approx(1)


def test_down_to_the_person(desk: Desk) -> None:
    assert shown(desk.children("household", village="V1"), "key", "people") == [(1, 1), (2, 2)]
    assert shown(desk.children("person", household="2"), "key", "payments") == [(3, 23), (4, 19)]
    assert shown(desk.children("household", village="V3"), "key") == [(-11,), (5,)]


def test_growth(desk: Desk) -> None:
    old_age = desk.children("year", programme="GL")
    assert shown(old_age, "key", "growth") == [(2015, None), (2016, pytest.approx(800 / 1150 - 1))]
    assert desk.children("programme", year="2016", person="3")[1]["growth"] == pytest.approx(400 / 600 - 1)
    assert desk.children("township", **ALWAYS)[0]["growth"] is None


def test_against_the_siblings(desk: Desk) -> None:
    per_head = {row["title"]: row["per_head"] for row in desk.children("village")}
    against = {row["title"]: row["against"] for row in desk.children("village")}
    median = sorted(per_head.values())[1]
    assert against == {title: pytest.approx(float(value / median)) for title, value in per_head.items()}


def test_suspects_of_each_level(desk: Desk) -> None:
    assert shown(desk.children("person", household="2"), "key", "suspects") == [(3, 3), (4, 1)]
    assert {r["title"]: r["suspects"] for r in desk.children("programme")} == {
        "农村低保金": 1,
        "高龄津贴": 1,
        "退耕还林补贴": 2,
    }
    found = drilldown.children(operator(), desk.engine, Filters(), "township")
    assert set(found["suspects"].to_pylist()) == {0}


def test_payments_are_paged_sorted_and_masked(desk: Desk) -> None:
    asked = Filters.read({"township": "T1"})
    whole, number = [], 1
    while rows := drilldown.payments(operator(), desk.engine, asked, "amount", number, 50).rows.to_pylist():
        whole += rows
        number += 1
    assert len({row["payment_no"] for row in whole}) == len(whole) == 123
    assert [row["amount"] for row in whole] == sorted((row["amount"] for row in whole), reverse=True)
    assert all("某" in row["person_title"] and "*" in row["person_title"] for row in whole)
    assert whole[0]["source"] == "低保金.csv" and whole[0]["period_title"].endswith("年")


def test_returned_credits_only_when_asked(desk: Desk) -> None:
    asked = Filters(person=4)
    assert drilldown.payments(operator(), desk.engine, asked).total == 19
    page = drilldown.payments(operator(), desk.engine, asked, "earliest", returned=True)
    assert (page.total, page.rows["status"][0].as_py()) == (20, "returned")


def test_households(desk: Desk) -> None:
    page = drilldown.households(operator(), desk.engine, Filters(township=("T2",)))
    assert shown(page.rows.to_pylist(), "household", "village_title", "payments", "programmes") == [
        (-11, "石桥村", 1, 1),
        (5, "石桥村", 39, 2),
    ]
    assert page.total == 2 and all("某" in t for t in page.rows["household_title"].to_pylist())


def test_series(desk: Desk) -> None:
    years = drilldown.series(operator(), desk.engine, Filters(programme=("TG",)))
    assert years["on"].to_pylist() == [date(y, 1, 1) for y in (2015, 2016, 2017)]
    assert years["payments"].to_pylist() == [5, 5, 6]
    months = drilldown.series(operator(), desk.engine, Filters(year=2016), "month", "programme").to_pylist()
    assert sum(row["payments"] for row in months) == desk.payments(year="2016").total
    assert {row["title"] for row in months if row["on"] == date(2016, 12, 1)} == {"农村低保金"}


def test_the_way_back(desk: Desk) -> None:
    filters = Filters.read({"township": "T1", "village": "V1", "household": "2", "year": "2016", "rule": "A01"})
    crumbs = drilldown.breadcrumb(operator(), desk.engine, filters)
    assert [crumb.title for crumb in crumbs][:3] == ["全县", "青禾镇", "上河村"] and crumbs[3].title.endswith("户")
    assert crumbs[0].filters == Filters(rule=("A01",)) and crumbs[-1].filters == filters


def test_overview(desk: Desk) -> None:
    found = drilldown.overview(operator(), desk.engine, Filters(), desk.run)
    assert (found.sums.payments, found.sums.people, found.sums.households, found.programmes) == (163, 7, 6, 3)
    assert found.suspects == {"hard": 1, "indicator": 2, "statistical": 3, "data": 1, "asked": 5}
    assert (found.hits, found.cadre_suspects) == (7, 1)
    assert found.data_date == date(2018, 1, 10)
    assert found.departments["title"].to_pylist() == ["林业局", "民政局"]


def test_overview_of_townships(desk: Desk) -> None:
    rows = drilldown.overview(operator(), desk.engine, Filters(), desk.run).townships.to_pylist()
    assert shown(rows, "code", "last_paid_on", "days_behind") == [
        ("T1", date(2017, 12, 15), 0),
        ("T2", date(2017, 12, 15), 0),
    ]
    assert [row["suspects_per_1000"] for row in rows] == [1000 * r["suspects"] / r["households"] for r in rows]


def test_a_township_that_stopped_sending_is_behind(desk: Desk) -> None:
    rows = drilldown.overview(FOREST, desk.engine, Filters(), desk.run).townships.to_pylist()
    assert [row["last_paid_on"] for row in rows] == [date(2017, 1, 15)] * 2


@pytest.mark.parametrize("asked", [{}, {"township": "T1"}, {"programme": "DB"}, {"year": "2016"}, {"department": "D1"}])
def test_totals_of_the_cube_and_of_the_payments(desk: Desk, asked: dict[str, str]) -> None:
    counted = Filters.read(asked | ALWAYS)
    assert drilldown.totals(operator(), desk.engine, Filters.read(asked)) == drilldown.totals(
        operator(), desk.engine, counted
    )


def test_series_of_the_cube_and_of_the_payments(desk: Desk) -> None:
    for split in (None, "department", "programme", "township", "village"):
        asked = drilldown.series(operator(), desk.engine, Filters(), "year", split)
        assert asked.equals(drilldown.series(operator(), desk.engine, Filters.read(ALWAYS), "year", split)), split


def test_children_in_another_order(desk: Desk) -> None:
    rows = drilldown.children(operator(), desk.engine, Filters(), "village", desk.run, sort="people_up").to_pylist()
    assert [row["people"] for row in rows] == sorted(row["people"] for row in rows)
    assert [row["people"] for row in rows] != [row["people"] for row in desk.children("village")]


def test_households_in_every_order(desk: Desk) -> None:
    for sort in drilldown.HOUSEHOLD_SORTS:
        rows = drilldown.households(operator(), desk.engine, Filters(), sort).rows.to_pylist()
        values = [row[sort.removesuffix("_up")] for row in rows]
        assert values == sorted(values, reverse=not sort.endswith("_up")) and len(rows) == 6


def test_freshness(desk: Desk) -> None:
    rows = drilldown.freshness(operator(), desk.engine).to_pylist()
    assert shown(rows, "title", "files", "data_date", "last_paid_on", "days_behind") == [
        ("林业局", 0, None, date(2017, 1, 15), None),
        ("民政局", 2, date(2018, 1, 10), date(2017, 12, 15), 0),
    ]
    assert [row["code"] for row in drilldown.freshness(FOREST, desk.engine).to_pylist()] == ["D2"]


@pytest.mark.parametrize(
    ("chosen", "place", "programme"),
    [
        ({}, "township", "department"),
        ({"township": "T1"}, "village", "department"),
        ({"village": "V1", "programme": "DB"}, "household", "year"),
        ({"household": "2"}, "person", "department"),
        ({"person": "3", "year": "2016"}, "", ""),
    ],
)
def test_the_next_level_either_way(chosen: dict[str, str], place: str, programme: str) -> None:
    filters = Filters.read(chosen)
    assert (drilldown.next_level(filters, "place"), drilldown.next_level(filters, "programme")) == (place, programme)


@pytest.mark.parametrize("level", drilldown.LEVELS)
def test_scope_leaks_nothing(desk: Desk, level: str) -> None:
    mine = desk.children(level, LI)
    assert shown(mine, *SUMS[:5]) == shown(desk.children(level, township="T2"), *SUMS[:5])
    assert sum(row["payments"] for row in mine) == desk.payments(LI).total == 40
    assert desk.children(level, LI, township="T1") == []


def test_a_department_sees_its_own_programmes(desk: Desk) -> None:
    assert shown(desk.children("programme", FOREST), "title") == [("退耕还林补贴",)]
    assert desk.payments(FOREST).total == 16
    assert desk.payments(FOREST, programme="DB").unknown == ("programme=DB",)


def test_needs_the_permission(desk: Desk) -> None:
    with pytest.raises(Refused, match="权限"):
        desk.payments(Viewer("x", "nobody"))
