"""In both, only here, only there: the parts make the whole, within period and scope; candidates are marked as such."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.vault import mask
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from analytics.workbench import Question, Ticked, compared_page, counts, file_rows, take
from analytics.workbench.compare import SIDES, SORTS
from tests.workbench.conftest import Bench
from tests.workbench.lists_made import KNOWN, STRANGER, csv, row, stranger

OLD_AGE, DEATHS, CADRES = Ticked("payment", "GL"), Ticked("register", "death"), Ticked("register", "cadre")
FOREST, PEOPLE = Ticked("payment", "TG"), Ticked("register", "person")


def keys(bench: Bench, question: Question, side: str) -> set[int]:
    found = compared_page(bench.viewer, bench.engine, bench.shelf, question, side)
    return set(found.rows["key"].to_pylist())


def test_payments_against_a_register_with_both_records(bench: Bench) -> None:
    question = Question(OLD_AGE, DEATHS)
    found = counts(bench.viewer, bench.engine, bench.shelf, question)
    assert found.keys == {"both": 1, "left": 1, "right": 0}
    assert found.rows["both"] == (20, 1) and found.amounts["both"] == (Decimal("1000.00"), None)
    (both,) = compared_page(bench.viewer, bench.engine, bench.shelf, question, "both").rows.to_pylist()
    assert (both["key"], both["left_row"], both["right_row"]) == (3, 103, 9)
    assert both["left_source"] == "低保金.csv" and both["right_source"] == "死亡人员.xlsx 名单"
    assert both["who"] == f"张某 {mask('person', KNOWN[3])}" and both["village_title"] == "上河村"


def test_a_period_limits_both_lists(bench: Bench) -> None:
    before = Question(OLD_AGE, DEATHS, until=date(2015, 6, 19))
    assert counts(bench.viewer, bench.engine, bench.shelf, before).keys == {"both": 0, "left": 2, "right": 0}
    after = Question(OLD_AGE, DEATHS, since=date(2016, 8, 1))
    found = counts(bench.viewer, bench.engine, bench.shelf, after)
    assert found.keys["both"] == 1 and found.rows["both"] == (1, 1)
    assert not sum(counts(bench.viewer, bench.engine, bench.shelf, replace(after, since=date(2018, 1, 1))).rows["left"])


@pytest.mark.parametrize(("by", "both"), [("person", {5}), ("account", {5}), ("household", {3})])
def test_every_key_leads_to_the_same_cadre(bench: Bench, by: str, both: set[int]) -> None:
    assert keys(bench, Question(FOREST, CADRES, by), "both") == both


def test_a_key_one_list_lacks_is_refused(bench: Bench) -> None:
    for question in (
        Question(FOREST, DEATHS, "account"),
        Question(FOREST, DEATHS, "phone"),
        Question(FOREST, DEATHS, "x"),
    ):
        with pytest.raises(Refused):
            counts(bench.viewer, bench.engine, bench.shelf, question)


@pytest.mark.parametrize("ticked", [Ticked("payment", "no"), Ticked("kind", "x"), Ticked("upload", "0" * 32),
                                    Ticked("kept", "../x:left"), Ticked("register", "payment")])  # fmt: skip
def test_a_list_that_is_not_there_is_refused(bench: Bench, ticked: Ticked) -> None:
    with pytest.raises(Refused):
        counts(bench.viewer, bench.engine, bench.shelf, Question(FOREST, ticked))


def test_who_is_limited_sees_only_people_paid_there(bench: Bench) -> None:
    stone = replace(bench, viewer=Viewer("li", "training", Scope(townships=frozenset({2}))))
    assert counts(stone.viewer, stone.engine, stone.shelf, Question(OLD_AGE, DEATHS)).keys["both"] == 0
    # of the register only households 5 (persons 9 and 10), for nobody else was paid in that township
    assert keys(stone, Question(FOREST, PEOPLE), "both") | keys(stone, Question(FOREST, PEOPLE), "right") == {9, 10}
    assert keys(stone, Question(FOREST, PEOPLE), "left") == {11}


def test_without_permission_nothing_is_compared(bench: Bench) -> None:
    with pytest.raises(Refused):
        counts(Viewer("x", "nobody"), bench.engine, bench.shelf, Question(OLD_AGE, DEATHS))


def test_uploaded_people_meet_by_number(bench: Bench) -> None:
    token = take(bench.viewer, bench.engine, bench.shelf, "名单.csv", csv(row(3), row(3, 5), row(9), stranger()))
    question = Question(Ticked("upload", token), OLD_AGE)
    found = counts(bench.viewer, bench.engine, bench.shelf, question)
    assert found.keys == {"both": 1, "left": 2, "right": 1} and found.rows["both"] == (2, 20)
    assert found.amounts["both"] == (Decimal("15.00"), Decimal("1000.00"))
    only = compared_page(bench.viewer, bench.engine, bench.shelf, question, "left").rows.to_pylist()
    assert {row["who"] for row in only} == {f"张某 {mask('person', KNOWN[9])}", "李某某 519900********0019"}
    assert {row["left_source"] for row in only} == {"名单.csv"}
    assert not any(STRANGER in str(row) or KNOWN[9] in str(row) for row in only)


def test_two_uploads_meet_in_people_nobody_knows_and_by_household(bench: Bench) -> None:
    one, two = (
        Ticked("upload", take(bench.viewer, bench.engine, bench.shelf, name, content))
        for name, content in (("甲.csv", csv(stranger(), row(3))), ("乙.csv", csv(stranger(), row(4))))
    )
    assert counts(bench.viewer, bench.engine, bench.shelf, Question(one, two)).keys == {
        "both": 1,
        "left": 1,
        "right": 1,
    }
    assert keys(bench, Question(one, two, "household"), "both") == {2}


def test_near_names_of_one_village_are_candidates_with_a_score(bench: Bench) -> None:
    names = ("欧阳志国", "欧阳志园", "王小明", "王大明", "李强")
    one = csv(*(stranger(KNOWN[k], names[k]) for k in (0, 2, 4) if k in KNOWN), stranger(name=names[0]),
              stranger(name=names[2]), stranger(name=names[4]))  # fmt: skip
    two = csv(stranger(name=names[1]), stranger(name=names[3]), f"李强,{STRANGER},青禾镇,下河村,1")
    left, right = (Ticked("upload", take(bench.viewer, bench.engine, bench.shelf, "名.csv", c)) for c in (one, two))
    question = Question(left, right, "name")
    pairs = compared_page(bench.viewer, bench.engine, bench.shelf, question, "both", "score").rows.to_pylist()
    found = [(row["score"], row["who"], row["other_who"]) for row in pairs]
    # 欧阳志国 / 欧阳志园 share three of four, 王小明 / 王大明 two of three; 李强 lives in another village
    assert [(round(score, 1), who, other) for score, who, other in found if who != "李某"] == [
        (75.0, "欧某某某", "欧某某某"),
        (66.7, "王某某", "王某某"),
    ]
    assert not any(who == "李某" for _score, who, _other in found)
    assert counts(bench.viewer, bench.engine, bench.shelf, question).keys["right"] == 1


@pytest.mark.parametrize("sort", [*SORTS, "no such sort"])
def test_pages_follow_each_other_in_every_order(bench: Bench, sort: str) -> None:
    question = Question(PEOPLE, FOREST)
    for side in SIDES:
        whole = file_rows(bench.viewer, bench.engine, bench.shelf, question, side, sort)["key"].to_pylist()
        paged = [
            key
            for number in range(1, len(whole) + 2)
            for key in compared_page(bench.viewer, bench.engine, bench.shelf, question, side, sort, number, 1)
            .rows["key"]
            .to_pylist()
        ]
        assert paged == whole


PERSONS = st.sets(st.integers(1, 11))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PERSONS.filter(bool), PERSONS.filter(bool))
def test_both_and_only_make_the_whole(bench: Bench, left: set[int], right: set[int]) -> None:
    one, two = (
        Ticked("upload", take(bench.viewer, bench.engine, bench.shelf, "名单.csv", csv(*map(row, sorted(people)))))
        for people in (left, right)
    )
    question = Question(one, two)
    assert (keys(bench, question, "both"), keys(bench, question, "left"), keys(bench, question, "right")) == (
        left & right, left - right, right - left
    )  # fmt: skip
    turned = counts(bench.viewer, bench.engine, bench.shelf, Question(two, one)).keys
    assert turned == {"both": len(left & right), "left": len(right - left), "right": len(left - right)}
