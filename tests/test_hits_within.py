"""Over the border of a scope only that somebody else paid the same person for the same time is told."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from analytics import hit_list, suspects
from analytics.dossier.asked import asked_about
from analytics.drilldown.totals import suspects_by_tier
from analytics.engine import Engine, open_engine
from analytics.filters import Filters
from analytics.hits_file import hits_table
from analytics.permissions import operator
from analytics.rules.runs import Run
from analytics.viewer import Scope, Viewer
from tests.support.small_store import PAYMENTS, small_store
from tests.support.some_hits import write_hits

# Person 3 lives in township 1; in 2016 township 2 paid the same programme to him too, by an account of its own.
TWICE = f"""
    WITH known AS ({PAYMENTS})
    SELECT * FROM known
    UNION ALL BY NAME
    SELECT * REPLACE (payment_no + 10000 AS payment_no, 2 AS township, 3 AS village, 9 AS account, 77.00 AS amount)
    FROM known WHERE person = 3 AND programme = 2 AND period BETWEEN 201601 AND 201603"""
HERE, THERE = (Viewer(name, "training", Scope(townships=frozenset({n}))) for name, n in (("li", 1), ("shi", 2)))
FOREST = Viewer("lin", "training", Scope(departments=frozenset({2})))


@dataclass
class Desk:
    engine: Engine
    run: Run

    def hits(self, viewer: Viewer) -> list[dict[str, Any]]:
        return hit_list.page(viewer, self.engine, self.run, Filters()).rows.to_pylist()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = tmp_path_factory.mktemp("twice")
    engine = open_engine(small_store(store, TWICE))
    return Desk(engine, write_hits(store / "runs" / "twice", _hits(engine)))


def _hits(engine: Engine) -> str:
    """A duplicate whose excess lies in township 2; a hit of township 1 alone; an account over both townships."""

    def numbers(condition: str) -> list[int]:
        found = engine.query(f"SELECT list_sort(list(payment_no)) AS n FROM pay WHERE {condition}")
        listed: list[int] = found["n"][0].as_py()
        return listed

    over = numbers("person = 3 AND programme = 2 AND township = 2")
    own = numbers("person = 3 AND programme = 3 AND year = 2015")
    both = numbers("person IN (3, 9) AND programme = 3 AND year = 2017")
    facts = """'{"source_file": 1, "periods": 3, "times": 2, "theirs":
        {"register": "payment", "source_file": 1, "source_row": 103}}'"""
    return f"""SELECT * FROM (VALUES
        ('d1', 'B01', 'hard', 5, 'person', 3, [3], [2], 9, 2, 3, 2, 1, 2016, 201601, 201603, 231.00, 3, {over},
         {facts}),
        ('a1', 'C10', 'hard', 9, 'person', 3, [3], [2], 1, 1, 1, 3, 2, 2015, 201500, 201500, 400.00, 1, {own}, {facts}),
        ('k1', 'D01', 'indicator', 7, 'account', 1, [3, 9], [2, 5], 1, 1, 1, 3, 2, 2017, 201700, 201700, 812.00, 2,
         {both}, {facts}))
        t(hit_id, rule, tier, module, subject, subject_key, persons, households, account, township, village, programme,
          department, year, period_from, period_to, amount, payments, payment_nos, facts)"""


def by_id(hits: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {hit["hit_id"]: hit for hit in hits}


def test_the_county_sees_all_of_it(desk: Desk) -> None:
    found = by_id(desk.hits(operator()))
    assert set(found) == {"d1", "a1", "k1"} and found["d1"]["account"] == 9


def test_each_township_sees_its_own_side_of_a_duplicate(desk: Desk) -> None:
    here, there = by_id(desk.hits(HERE))["d1"], by_id(desk.hits(THERE))["d1"]
    assert (here["township"], here["village"], here["account"]) == (1, 1, 1)
    assert (str(here["amount"]), here["payments"]) == ("150.00", 3)
    assert (there["township"], there["account"], str(there["amount"]), there["payments"]) == (2, 9, "231.00", 3)
    for hit, foreign in ((here, ("231", "77", "石桥", "9009")), (there, ("150.00", "青禾", "上河"))):
        told = f"{hit['reason']}{hit['facts']}{hit['township_title']}{hit['village_title']}"
        assert "其他乡镇" in told and not [word for word in foreign if word in told]
        assert "theirs" not in hit["facts"]


def test_what_lies_within_stays_as_it_was_and_what_does_not_touch_stays_away(desk: Desk) -> None:
    county, here, there = (by_id(desk.hits(viewer)) for viewer in (operator(), HERE, THERE))
    assert here["a1"] == county["a1"] and "a1" not in there


def test_an_account_over_two_townships_is_cut_in_two(desk: Desk) -> None:
    here, there = by_id(desk.hits(HERE))["k1"], by_id(desk.hits(THERE))["k1"]
    assert (here["persons"], there["persons"]) == ([3], [9])
    assert here["payment_nos"] != there["payment_nos"] and len(here["payment_nos"]) == len(there["payment_nos"]) == 1
    assert "其他乡镇" in here["reason"] and "其他乡镇" in there["reason"]


@pytest.mark.parametrize("viewer", [HERE, THERE], ids=["here", "there"])
def test_no_way_to_a_hit_tells_more(desk: Desk, viewer: Viewer) -> None:
    """List, file, dossier, detail and sums give the same cut hit."""
    cut = by_id(desk.hits(viewer))["d1"]
    rows = by_id(hits_table(viewer, desk.engine, desk.run, Filters())[0].to_pylist())
    assert (rows["d1"]["amount"], rows["d1"]["reason"]) == (cut["amount"], cut["reason"])
    assert rows["d1"]["people"].count("|") == 0
    asked = [a for a in asked_about(viewer, desk.engine, desk.run, Filters(person=3)) if a.rule == "B01"]
    assert [(a.amount, a.sentence) for a in asked] == [(cut["amount"], cut["reason"])]
    detail = suspects.detail(viewer, desk.engine, desk.run, "person", 3)
    assert detail is not None
    said = [s["sentence"] for s in detail.sentences.to_pylist() if s["rule"] == "B01"]
    assert said == [cut["reason"]] and len(detail.ours.filter(pa.compute.equal(detail.ours["programme"], 2))) <= 3
    assert suspects_by_tier(viewer, desk.engine, Filters(), desk.run)["asked"] == 2


def test_a_department_sees_its_programmes_only(desk: Desk) -> None:
    found = by_id(desk.hits(FOREST))
    assert set(found) == {"a1", "k1"} and "其他" not in found["a1"]["reason"]


def test_the_schema_is_that_of_the_county(desk: Desk, tmp_path: Path) -> None:
    from analytics.hits import load_hits

    assert load_hits(desk.engine, desk.run, HERE.scope).schema == load_hits(desk.engine, desk.run, Scope()).schema
