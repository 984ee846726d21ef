"""Snapshots for people: the list, what one holds, how two differ, whether one is whole."""

from pathlib import Path

import pytest

from analytics import snapshot_book
from analytics.intake import intake
from analytics.permissions import operator
from analytics.rules.run import run
from analytics.snapshots import current_snapshot
from tests.intake.making import HEADER, payment, write_csv

WHO = operator()


@pytest.fixture
def two(store: Path, tmp_path: Path) -> Path:
    """Two intakes, the first compared."""
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(n) for n in range(3)])])
    run(store, current_snapshot(store), WHO, ["A15"])
    intake(store, [write_csv(tmp_path / "残联_残疾人生活补贴.csv", HEADER, [payment(n) for n in range(2)])])
    return store


def test_the_list_says_what_each_is(two: Path) -> None:
    newest, oldest = sorted(snapshot_book.entries(WHO, two), key=lambda e: -e.payments)
    assert (newest.current, newest.payments, newest.files, newest.runs) == (True, 5, 2, 0)
    assert (oldest.current, oldest.payments, oldest.files, oldest.runs) == (False, 3, 1, 1)
    assert [r.snapshot for r in snapshot_book.runs(WHO, oldest.snapshot)] == [oldest.snapshot.id]


def test_tables_have_their_titles(two: Path) -> None:
    held = dict(snapshot_book.tables(WHO, current_snapshot(two)))
    assert held["发放记录"] == 5 and held["数据来源"] == 2 and "汇总" not in held


def test_two_are_compared(two: Path) -> None:
    one, other = (entry.snapshot for entry in snapshot_book.entries(WHO, two))
    found = snapshot_book.difference(WHO, one, other)
    assert {found.older.id, found.newer.id} == {one.id, other.id}
    sizes = sorted(found.tables[[t for t, *_ in found.tables].index("发放记录")][1:])
    assert sizes == [3, 5]
    assert [s.file for s in found.come + found.gone] == ["残联_残疾人生活补贴.csv"]


def test_a_changed_file_is_named(two: Path) -> None:
    snapshot = current_snapshot(two)
    assert snapshot_book.verify(WHO, snapshot) == []
    (path,) = (snapshot.path / "payment").rglob("*.parquet")
    path.write_bytes(path.read_bytes() + b"x")
    (snapshot.path / "township.parquet").unlink()
    assert snapshot_book.verify(WHO, snapshot) == ["缺少:乡镇", "内容被改动:发放记录(2016年)"]
