"""A kept comparison stands among its author's suspects, with author and reason; candidates and strangers never do."""

from dataclasses import replace

import pytest

from analytics import suspects
from analytics.filters import Filters
from analytics.integrity import faults
from analytics.rules import Run, latest_run
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from analytics.workbench import Question, Ticked, choices, counts, joined, keep, kept_runs, take
from analytics.workbench.keep import kept_lists
from tests.support.some_hits import write_hits
from tests.workbench.conftest import Bench
from tests.workbench.lists_made import STRANGER, csv, row, stranger

OLD_AGE, DEATHS, FOREST = Ticked("payment", "GL"), Ticked("register", "death"), Ticked("payment", "TG")
ASKED = Question(OLD_AGE, DEATHS)


@pytest.fixture
def bench(own_bench: Bench) -> Bench:
    return own_bench


def kept(bench: Bench, question: Question = ASKED, side: str = "both", reason: str = "群众反映") -> Run:
    return keep(bench.viewer, bench.engine, bench.shelf, question, side, "高龄与死亡", reason)


def test_the_hit_says_who_compared_what_and_why(bench: Bench) -> None:
    run = kept(bench)
    (hit,) = run.hits().to_pylist()
    assert (hit["rule"], hit["subject"], hit["subject_key"], hit["persons"]) == ("Y01", "person", 3, [3])
    assert (str(hit["amount"]), hit["payments"], len(hit["payment_nos"])) == ("1000.00", 20, 20)
    assert (hit["period_from"], hit["period_to"], hit["township"], hit["programme"]) == (201501, 201608, 1, 2)
    assert not run.manifest["whole"] and run.manifest["by"] == bench.viewer.account
    assert latest_run(bench.engine.snapshot.store) is None, "no run of all rules"
    assert [fault for fault in faults(bench.engine.snapshot.store, lambda *_: None) if "run" in fault["where"]] == []


def test_it_stands_among_the_authors_suspects_only(bench: Bench) -> None:
    kept(bench)
    few = write_hits(bench.engine.snapshot.store / "runs" / "few")
    both = joined(bench.viewer, bench.engine, few)
    rows = {
        r["subject_key"]: r
        for r in suspects.rows(bench.viewer, bench.engine, both, Filters(subject=("person",))).to_pylist()
    }
    assert rows[3]["rules"] == ["A01", "Y01"] and rows[5]["rules"] == ["C12", "C14"]
    (own,) = suspects.page(bench.viewer, bench.engine, both, Filters(rule=("Y01",))).rows.to_pylist()
    for said in ("自行比对“高龄与死亡”", bench.viewer.account, "群众反映", "发放:高龄津贴", "比对库:死亡登记", "20 笔"):
        assert said in own["reason"]
    detail = suspects.detail(bench.viewer, bench.engine, both, "person", 3)
    assert detail and "死亡登记" in [record.title for record in detail.theirs]
    somebody = Viewer("li", "training")
    assert kept_runs(somebody, bench.engine) == () and joined(somebody, bench.engine, few).also == ()


def test_the_same_kept_twice_is_one_run_another_reason_another(bench: Bench) -> None:
    one, same, other = kept(bench), kept(bench), kept(bench, reason="领导交办")
    assert one.id == same.id != other.id
    hits = {h for run in kept_runs(bench.viewer, bench.engine) for h in run.hits()["hit_id"].to_pylist()}
    assert len(hits) == 2, "hits of two comparisons never pass for one"


def test_every_side_and_key_gives_its_subjects(bench: Bench) -> None:
    def subjects(question: Question, side: str) -> list[tuple[str, int]]:
        run = kept(bench, question, side)
        return sorted((h["subject"], h["subject_key"]) for h in run.hits().to_pylist())

    assert subjects(ASKED, "left") == [("person", 4)]
    assert subjects(Question(FOREST, DEATHS, "household"), "both") == [("household", 2)]
    assert ("household", -11) in subjects(Question(FOREST, DEATHS, "household"), "left")
    assert subjects(Question(FOREST, Ticked("register", "cadre"), "account"), "both") == [("account", 5)]


def test_candidates_are_never_kept(bench: Bench) -> None:
    question = replace(ASKED, by="name")
    assert counts(bench.viewer, bench.engine, bench.shelf, question).keys["both"] == 1
    with pytest.raises(Refused, match="只作参考"):
        kept(bench, question)
    assert kept_runs(bench.viewer, bench.engine) == ()


def test_strangers_are_never_kept_and_the_list_stays_without_them(bench: Bench) -> None:
    names = csv(row(3), stranger())
    token = take(bench.viewer, bench.engine, bench.shelf, "名单.csv", names)
    other = take(bench.viewer, bench.engine, bench.shelf, "又一份.csv", names)
    both = Question(Ticked("upload", token), Ticked("upload", other))
    run = kept(bench, both)
    assert run.hits()["subject_key"].to_pylist() == [3]
    codes = kept_lists(bench.viewer, bench.engine)
    assert codes == (f"{run.id}:left", f"{run.id}:right")
    assert choices(bench.viewer, bench.engine, bench.shelf, codes)[Ticked("kept", codes[0])] == "已存名单:名单.csv"
    bench.shelf.take_away(token)
    again = counts(bench.viewer, bench.engine, bench.shelf, Question(Ticked("kept", codes[0]), OLD_AGE))
    assert again.keys == {"both": 1, "left": 0, "right": 1}
    strangers = take(bench.viewer, bench.engine, bench.shelf, "生人.csv", csv(stranger()))
    with pytest.raises(Refused, match="没有可保存的"):
        kept(bench, Question(Ticked("upload", strangers), Ticked("upload", other)))


@pytest.mark.parametrize(("title", "reason"), [("", "群众反映"), ("高龄与死亡", ""), ("高龄与死亡", " x ")])
def test_without_title_or_reason_nothing_is_written(bench: Bench, title: str, reason: str) -> None:
    with pytest.raises(Refused):
        keep(bench.viewer, bench.engine, bench.shelf, ASKED, "both", title, reason)
    assert kept_runs(bench.viewer, bench.engine) == ()


def test_numbers_of_people_in_title_or_reason_do_not_stay(bench: Bench) -> None:
    run = keep(bench.viewer, bench.engine, bench.shelf, ASKED, "both", f"查{STRANGER}", f"反映{STRANGER}")
    assert STRANGER not in (run.path / "manifest.json").read_text("utf-8") and STRANGER not in str(
        run.hits().to_pylist()
    )


def test_who_is_limited_keeps_only_their_part(bench: Bench) -> None:
    stone = replace(bench, viewer=Viewer("li", "training", Scope(townships=frozenset({2}))))
    run = kept(stone, Question(FOREST, DEATHS), "left")
    assert sorted(run.hits()["subject_key"].to_pylist()) == [9, 11]
