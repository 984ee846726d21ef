"""快照: the list, one whole, two compared, and whether one is as it was written."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake import intake
from analytics.records.accounts.sessions import NewSession
from analytics.settings import ROOT
from analytics.snapshots import current_snapshot, list_snapshots
from tests.intake.making import HEADER, payment, write_csv
from tests.pages.keep.test_intake import words


@pytest.fixture
def two(store: Path, tmp_path: Path) -> Path:
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(n) for n in range(3)])])
    intake(store, [write_csv(tmp_path / "残联_残疾人生活补贴.csv", HEADER, [payment(n) for n in range(2)])])
    return store


def page(session: NewSession, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": session.id}
    at.run().switch_page("keep/snapshots.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def test_an_empty_store_leads_to_the_data(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "快照" and "还没有数据快照" in words(at)
    assert at.button(key="empty_keep/intake.py").label == "去导入"


def test_the_list(session: NewSession, two: Path) -> None:
    at = page(session)
    assert not at.exception and "共 2 个快照" in words(at) and "发放记录 5 条" in words(at)
    assert sorted(at.dataframe[0].value["payments"]) == [3, 5]


def test_two_marked_are_compared(session: NewSession, two: Path) -> None:
    at = page(session)
    at.session_state["marks:snapshots"] = [s.id for s in list_snapshots(two)]
    at.run()
    assert not at.exception and "相比" in words(at) and "残联_残疾人生活补贴.csv" in words(at)


def test_one_whole_without_a_run(session: NewSession, two: Path) -> None:
    snapshot = current_snapshot(two)
    at = page(session, snapshot=snapshot.id)
    assert not at.exception and "发放记录 5 条" in words(at) and "还没有比对过" in words(at)
    assert list(at.dataframe[0].value["file"]) == ["民政局_高龄津贴.csv", "残联_残疾人生活补贴.csv"]


def test_a_changed_file_is_found(session: NewSession, two: Path) -> None:
    snapshot = current_snapshot(two)
    at = page(session, snapshot=snapshot.id)
    at.button(key="verify").click().run()
    assert "每个文件都与写入时一致" in at.success[0].value
    (path,) = (snapshot.path / "payment").rglob("*.parquet")
    path.write_bytes(path.read_bytes() + b"x")
    at.button(key="verify").click().run()
    assert "内容被改动:发放记录(2016年)" in at.error[0].value


def test_a_made_up_number_is_told(session: NewSession, two: Path) -> None:
    at = page(session, snapshot="0" * 16)
    assert not at.exception and "没有这个编号的快照" in words(at)
