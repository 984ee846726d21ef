"""Runs: ids that last, nothing half-written, compared with each other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.permissions import operator
from analytics.rules import compare, latest_run, list_runs, open_run, parse_settings, preview, run
from analytics.rules.catalogue import catalogue
from analytics.rules.contract import HIT_SCHEMA
from analytics.snapshots import Snapshot, current_snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.rules.fixtures import HERE, Fixture

OPERATOR = operator()
LOOSER = {"A15": {"min_age": 60}}  # person 8 is 66


@pytest.fixture
def snapshot(store: Path) -> Snapshot:
    Fixture(HERE / "A15").engine(store)
    made = current_snapshot(store)
    assert made is not None
    return made


def test_a_run_keeps_its_hits_and_says_what_it_did(store: Path, snapshot: Snapshot) -> None:
    made = run(store, snapshot, OPERATOR)
    hits = made.hits()
    assert hits.schema.equals(HIT_SCHEMA)
    assert set(hits["rule"].to_pylist()) >= {"A15"}
    report = {r["code"]: r for r in made.manifest["rules"]}
    assert report["A15"]["hits"] == 5
    assert (report["A15"]["subjects"], report["A15"]["population"]) == (4, 8)
    assert report["A15"]["warning"]
    assert report["A01"]["state"] == "not_applicable"
    assert report["A01"]["why_not"] == "缺少:死亡登记"


def test_the_same_run_is_made_once_and_another_snapshot_or_number_is_another(store: Path, snapshot: Snapshot) -> None:
    first = run(store, snapshot, OPERATOR, ["A15"])
    stamp = first.hits_path.stat().st_mtime_ns
    assert run(store, snapshot, OPERATOR, ["A15"]).id == first.id
    assert first.hits_path.stat().st_mtime_ns == stamp
    assert run(store, snapshot, OPERATOR, ["A15"], {"A15": {"min_age": Decimal("80.0")}}).id == first.id
    other = run(store, snapshot, OPERATOR, ["A15"], LOOSER)
    assert other.id != first.id
    assert {r.id for r in list_runs(store)} == {first.id, other.id}


def test_two_runs_of_one_kind_are_equal_to_the_byte(store: Path, snapshot: Snapshot, tmp_path: Path) -> None:
    first = run(store, snapshot, OPERATOR)
    second = run(tmp_path / "elsewhere", snapshot, OPERATOR)
    assert first.id == second.id
    assert first.hits_path.read_bytes() == second.hits_path.read_bytes()


def test_the_latest_run_is_the_one_of_all_rules_last_asked_for(store: Path, snapshot: Snapshot) -> None:
    assert latest_run(store) is None
    whole = run(store, snapshot, OPERATOR)
    changed = run(store, snapshot, OPERATOR, None, LOOSER)
    run(store, snapshot, OPERATOR, ["A15"])
    assert latest_run(store) == changed
    run(store, snapshot, OPERATOR)
    assert latest_run(store, snapshot.id) == whole
    assert latest_run(store, "another") is None


def test_comparing_tells_new_persisting_and_gone(store: Path, snapshot: Snapshot) -> None:
    usual = run(store, snapshot, OPERATOR, ["A15"])
    looser = run(store, snapshot, OPERATOR, ["A15"], LOOSER)
    told = compare(usual, looser)
    assert told["gone"]["subject_key"].to_pylist() == [8]
    assert (told["new"].num_rows, told["persisting"].num_rows) == (0, 4)
    assert compare(looser, usual)["new"]["subject_key"].to_pylist() == [8]


def test_what_a_rule_that_did_not_run_again_found_is_not_gone(store: Path, snapshot: Snapshot) -> None:
    usual = run(store, snapshot, OPERATOR, ["A15"])
    other = run(store, snapshot, OPERATOR, ["A01"])
    assert compare(usual, other)["gone"].num_rows == 0


def test_an_opened_run_is_found_by_the_beginning_of_its_id(store: Path, snapshot: Snapshot) -> None:
    made = run(store, snapshot, OPERATOR, ["A15"])
    assert open_run(store, made.id[:6]) == made
    with pytest.raises(Refused, match="没有编号为 zz"):
        open_run(store, "zz")


def test_a_preview_keeps_nothing(store: Path, snapshot: Snapshot) -> None:
    assert preview(snapshot, OPERATOR, "A15", LOOSER["A15"]).num_rows == 4
    assert preview(snapshot, OPERATOR, "A01").num_rows == 0
    assert not list_runs(store)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A15.min_age=20", "须在 60 至 100 之间"),
        ("A15.colour=2", "没有参数 colour"),
        ("Z99.x=2", "没有编号为 Z99"),
        ("A15.min_age=old", "看不懂参数"),
    ],
)
def test_wrong_settings_are_refused_and_nothing_runs(store: Path, snapshot: Snapshot, text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        run(store, snapshot, OPERATOR, ["A15"], parse_settings(catalogue(), [text]))
    assert not list_runs(store)


def test_who_may_not_check_is_refused(store: Path, snapshot: Snapshot) -> None:
    with pytest.raises(Refused, match="没有“运行比对”的权限"):
        run(store, snapshot, Viewer("somebody", "nobody"))
