"""The ranking as pages, rules and the command line see it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.outliers import count, flagged, in_one_sentence, peers_of, rank, ranking_file, reasons_of
from analytics.permissions import operator
from analytics.reference import current_reference
from analytics.rules.catalogue import HOME, load
from analytics.snapshots import SnapshotWriter, store_lock
from analytics.viewer import Scope, Viewer
from analytics.words import Refused, use_language
from tests.outliers.conftest import FLAT, FLAT_TENFOLD, LAND, RARE, RARE_RICH, SPLIT, STRANGE, build

EVERYBODY = operator()


def keys(rows: object) -> list[tuple[int, int, int]]:
    return [(r["household"], r["programme"], r["year"]) for r in rows.to_pylist()]  # type: ignore[attr-defined]


def test_what_was_made_strange_is_ranked_first(county: Engine) -> None:
    first = rank(EVERYBODY, county, limit=3)
    assert keys(first) == [(STRANGE, LAND, 2017), (FLAT_TENFOLD, FLAT, 2016), (SPLIT, LAND, 2017)]
    assert first["rank"].to_pylist() == [1, 2, 3]


def test_reasons_name_the_feature_that_was_made_strange(county: Engine) -> None:
    strange, tenfold, split = rank(EVERYBODY, county, limit=3)["reasons"].to_pylist()
    assert strange[0]["words"] == "金额为同村中位数的 19 倍"
    assert {r["feature"] for r in strange} >= {"amount", "largest", "growth"}
    assert tenfold[0]["words"] == "金额为同村中位数的 10 倍"
    assert {r["words"] for r in split} == {"由 5 人领取(同村中位数 1 人)", "发放到 5 个账户(同村中位数 1 个)"}
    for reasons in (strange, tenfold, split):
        shares = [r["contribution"] for r in reasons]
        assert shares == sorted(shares, reverse=True) and min(shares) > 0


def test_reasons_in_english(county: Engine) -> None:
    rows = flagged(county, Decimal("0.70"))
    said = in_one_sentence(reasons_of(rows, "en"), "en")[0].as_py()
    assert said.startswith("amount 19 times the median of its village; ")
    use_language("en")
    try:
        assert rank(EVERYBODY, county, limit=1)["reasons"][0][0]["words"].as_py() in said
    finally:
        use_language("zh")


def test_every_row_is_scored_and_ordinary_ones_have_no_reason(county: Engine) -> None:
    rows = rank(EVERYBODY, county)
    assert rows.num_rows == count(EVERYBODY, county) == len(set(keys(rows)))
    assert rows["rank"].to_pylist() == list(range(1, rows.num_rows + 1))
    assert rows["reasons"][rows.num_rows - 1].as_py() == []
    said = in_one_sentence(rows["reasons"], "zh").to_pylist()
    assert len(said) == rows.num_rows and said[0].count(";") == len(rows["reasons"][0]) - 1 and said[-1] == ""


def test_pages_follow_one_another(county: Engine) -> None:
    whole = keys(rank(EVERYBODY, county, limit=10))
    assert keys(rank(EVERYBODY, county, limit=5)) + keys(rank(EVERYBODY, county, limit=5, offset=5)) == whole


def test_filters_and_scope_narrow_and_keep_the_rank(county: Engine) -> None:
    second = rank(EVERYBODY, county, Filters(programme=("P2",), year=2016), limit=1)
    assert keys(second) == [(FLAT_TENFOLD, FLAT, 2016)] and second["rank"][0].as_py() == 2
    only_second = Viewer("a", "training", Scope(townships=frozenset({2})))
    assert set(rank(only_second, county)["township"].to_pylist()) == {2}
    assert count(only_second, county, Filters(township=("T1",))) == 0
    assert count(EVERYBODY, county, Filters(programme=("no such",))) == 0
    assert count(EVERYBODY, county, Filters(person=1002)) == 1
    no_department = Viewer("a", "training", Scope(departments=frozenset()))
    assert count(no_department, county) == 0


def test_peers_are_those_the_row_was_compared_with(county: Engine) -> None:
    peers = peers_of(EVERYBODY, county, STRANGE, LAND, 2017)
    assert peers.num_rows == peers["peers"][0].as_py() == 39
    assert peers["itself"].to_pylist() == [True] + [False] * 38
    assert set(peers["village"].to_pylist()) == {1}
    assert peers_of(EVERYBODY, county, 118, LAND, 2017).num_rows == 43
    assert peers_of(EVERYBODY, county, RARE_RICH, RARE, 2017).num_rows == 1


def test_a_role_that_may_not_look_sees_nothing(county: Engine) -> None:
    nobody = Viewer("a", "no such role")
    for question in (rank, count):
        with pytest.raises(Refused, match="没有"):
            question(nobody, county)
    with pytest.raises(Refused, match="没有“查看数据”"):
        peers_of(nobody, county, STRANGE, LAND, 2017)


def test_peers_of_a_row_out_of_sight_are_refused(county: Engine) -> None:
    only_second = Viewer("a", "training", Scope(townships=frozenset({2})))
    for viewer, household in ((only_second, STRANGE), (EVERYBODY, 99999)):
        with pytest.raises(Refused, match="无从比较"):
            peers_of(viewer, county, household, LAND, 2017)


def test_small_groups_and_small_amounts_are_never_flagged(county: Engine) -> None:
    everything = flagged(county, Decimal(0))
    assert (RARE_RICH, RARE, 2017) not in keys(everything)
    assert min(everything["excess"].to_pylist()) > 0


def test_the_fence_holds_at_the_score_itself(county: Engine) -> None:
    rule = load(HOME / "py" / "G01.py")
    score = rule.select(county, {"min_score": Decimal("0.70")})["measure"][0].as_py()
    for step, hits in ((Decimal("-0.0001"), 1), (Decimal("0.0001"), 0)):
        assert rule.select(county, {"min_score": score + step}).num_rows == hits
    exact = Decimal(str(flagged(county, Decimal("0.70"))["score"][0].as_py()))
    assert flagged(county, exact).num_rows == 1


def test_the_same_input_gives_the_same_file_anywhere(county: Engine, tmp_path: Path) -> None:
    there = ranking_file(build(tmp_path))
    assert there.parent.name == ranking_file(county).parent.name
    assert pq.read_table(there).equals(pq.read_table(ranking_file(county)))
    assert there.read_bytes() == ranking_file(county).read_bytes()


def test_a_ranking_is_computed_once(tmp_path: Path) -> None:
    engine = build(tmp_path)
    with ThreadPoolExecutor(3) as pool:
        paths = set(pool.map(ranking_file, [engine] * 3))
    path = paths.pop()
    written = path.stat().st_mtime_ns
    assert not paths and ranking_file(engine).stat().st_mtime_ns == written
    assert {p.name for p in path.parent.iterdir()} == {"ranking.parquet", ".lock"}


def test_nothing_paid_is_nothing_to_rank(tmp_path: Path) -> None:
    with store_lock(tmp_path), SnapshotWriter(tmp_path) as writer:
        engine = Engine(writer.publish(sources=[]), current_reference())
    assert rank(EVERYBODY, engine).num_rows == 0
    assert load(HOME / "py" / "G01.py").select(engine).num_rows == 0
