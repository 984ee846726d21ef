"""A suspect's page has everything, and only what the viewer may see."""

import json
from decimal import Decimal

import pytest

from analytics import suspects
from analytics.engine import Engine, open_engine
from analytics.permissions import operator
from analytics.rules.runs import Run
from analytics.viewer import Scope, Viewer
from tests.support.small_store import small_store
from tests.support.some_hits import FEW, write_hits

LI = Viewer("li", "training", Scope(townships=frozenset({2})))
THEIRS = json.dumps({"died_on": "2015-06-20", "theirs": {"register": "death", "source_file": 2, "source_row": 9}})


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_engine(small_store(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def run(engine: Engine) -> Run:
    """The few hits, the first of which names its payments and the register's row."""
    numbers = "SELECT list(payment_no) FROM read_parquet('{}') WHERE person = 3 AND period BETWEEN 201507 AND 201512"
    glob = engine.snapshot.glob("payment")
    told = f"""SELECT *, CASE hit_id WHEN 'h1' THEN ({numbers.format(glob)}) END AS payment_nos,
                      CASE hit_id WHEN 'h1' THEN '{THEIRS}' ELSE '{{}}' END AS facts FROM ({FEW})"""
    return write_hits(engine.snapshot.store / "runs" / "few", told)


def find(engine: Engine, run: Run, subject: str, key: int, viewer: Viewer | None = None) -> suspects.Detail:
    found = suspects.detail(viewer or operator(), engine, run, subject, key)
    assert found is not None
    return found


def test_a_person(engine: Engine, run: Run) -> None:
    found = find(engine, run, "person", 3)
    assert (found.head["hits"], found.head["still_paid"], found.people, found.accounts) == (2, False, [3], [1])
    assert "*" in found.head["subject_title"]
    assert sum(found.payments["payments"].to_pylist()) == 23 and sum(found.payments["flagged"].to_pylist()) == 6
    assert found.members["person"].to_pylist() == [3, 4]
    assert sorted(found.payees["person"].to_pylist()) == [1, 3]
    assert found.ours.num_rows == 6 and set(found.ours["source"].to_pylist()) == {"低保金.csv"}


def test_both_records_side_by_side(engine: Engine, run: Run) -> None:
    (record,) = find(engine, run, "person", 3).theirs
    assert (record.title, record.source, record.row, str(record.data_date)) == (
        "死亡登记",
        "死亡人员.xlsx 名单",
        9,
        "2018-01-05",
    )
    assert "2015-06-20" in [str(value) for _title, value in record.values]


def test_years_ask_for_the_excess_and_show_what_was_paid(engine: Engine, run: Run) -> None:
    years = {row["year"]: (row["paid"], row["asked"]) for row in find(engine, run, "person", 5).years.to_pylist()}
    assert years[2017] == (Decimal(1605), Decimal(1200)) and years[2016] == (Decimal(1605), None)


def test_what_would_clear_it(engine: Engine, run: Run) -> None:
    found = find(engine, run, "person", 3)
    assert set(found.lookalikes) == {"A01"} and found.lookalikes["A01"]
    assert all(found.sentences["sentence"].to_pylist())


@pytest.mark.parametrize(("subject", "key"), [("household", -11), ("account", 1), ("village", 1)])
def test_other_subjects(engine: Engine, run: Run, subject: str, key: int) -> None:
    found = find(engine, run, subject, key)
    assert found.payments.num_rows and found.sentences.num_rows and found.head["subject_title"]


def test_nobody_asked_about(engine: Engine, run: Run) -> None:
    assert suspects.detail(operator(), engine, run, "person", 4) is None


def test_out_of_scope_is_as_if_not_there(engine: Engine, run: Run) -> None:
    assert suspects.detail(LI, engine, run, "person", 3) is None
    assert sum(find(engine, run, "household", -11, LI).payments["payments"].to_pylist()) == 1
