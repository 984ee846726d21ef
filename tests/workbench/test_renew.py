"""Kept comparisons follow to the next snapshot, each in its author's name, scope and rights; once, and no others."""

import duckdb
import pytest

from analytics.engine import Engine, open_engine
from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account, disable_account
from analytics.rules.runs import Run
from analytics.snapshots import SnapshotWriter, open_snapshot, store_lock
from analytics.viewer import Scope, Viewer
from analytics.workbench import Question, Ticked, keep, kept_runs, renew, take
from tests.workbench.conftest import Bench
from tests.workbench.lists_made import csv, row, stranger

OLD_AGE, DEATHS, FOREST = Ticked("payment", "GL"), Ticked("register", "death"), Ticked("payment", "TG")
PASSWORD = "a long enough password"


class Quiet:
    def step(self, done: int, total: int, message: str = "") -> None:
        """Nobody watches."""


@pytest.fixture
def bench(own_bench: Bench) -> Bench:
    return own_bench


def next_snapshot(bench: Bench) -> Engine:
    """Person 4 died too, says the register that came."""
    store = bench.engine.snapshot.store
    con = duckdb.connect()
    con.execute("""CREATE TABLE d AS SELECT unnest([3, 4]) AS person, unnest([3, 4]) AS name,
        DATE '2015-06-20' AS died_on, '死亡人员' AS source, 2 AS source_file, unnest([9, 10]) AS source_row""")
    with store_lock(store), SnapshotWriter(store, open_snapshot(store, bench.engine.snapshot.id)) as writer:
        writer.table(con, "death", "d")
        writer.keep_rest()
        return open_engine(writer.publish(sources=[]))


def kept(bench: Bench, question: Question, viewer: Viewer | None = None) -> Run:
    return keep(viewer or bench.viewer, bench.engine, bench.shelf, question, "both", "高龄与死亡", "群众反映")


def renewed(engine: Engine) -> dict[str, int]:
    return renew.run(operator(), Quiet(), str(engine.snapshot.store), engine.snapshot.id)


def subjects(viewer: Viewer, engine: Engine) -> list[int]:
    return sorted(key for run in kept_runs(viewer, engine) for key in run.hits()["subject_key"].to_pylist())


def test_it_is_asked_again_over_the_new_snapshot_and_only_once(bench: Bench) -> None:
    old = kept(bench, Question(OLD_AGE, DEATHS))
    engine = next_snapshot(bench)
    assert kept_runs(bench.viewer, engine) == ()
    assert renewed(engine) == {"asked": 1, "kept": 1}
    assert subjects(bench.viewer, engine) == [3, 4] and subjects(bench.viewer, bench.engine) == [3]
    (new,) = kept_runs(bench.viewer, engine)
    assert {part: new.manifest["own"][part] for part in ("title", "why", "by")} == {
        part: old.manifest["own"][part] for part in ("title", "why", "by")
    }
    assert renewed(engine) == {"asked": 0, "kept": 0}


def test_an_uploaded_list_is_asked_as_the_list_kept_and_its_session_may_be_gone(bench: Bench) -> None:
    token = take(bench.viewer, bench.engine, bench.shelf, "名单.csv", csv(row(3), row(4), stranger()))
    kept(bench, Question(Ticked("upload", token), DEATHS))
    bench.shelf.take_away(token)
    engine = next_snapshot(bench)
    assert renewed(engine) == {"asked": 1, "kept": 1} and subjects(bench.viewer, engine) == [3, 4]
    assert renewed(engine) == {"asked": 0, "kept": 0}


def test_authors_keep_their_scope_and_a_shut_account_asks_nothing(bench: Bench) -> None:
    stone = Scope(townships=frozenset({2}))
    for name in ("li", "wang"):
        create_account(operator(), name, PASSWORD, "training", stone)
        viewer = Viewer(name, "training", stone)
        keep(viewer, bench.engine, bench.shelf, Question(FOREST, DEATHS), "left", "石桥退耕", "例行检查")
    disable_account(operator(), "wang", "调离")
    engine = next_snapshot(bench)
    assert renewed(engine) == {"asked": 2, "kept": 1}
    assert subjects(Viewer("li", "training", stone), engine) == [9, 11]
    assert kept_runs(Viewer("wang", "training", stone), engine) == ()
