"""离群: the strangest rows with their reasons, one beside its peers, and what is said when there is none."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from analytics.settings import ROOT
from tests.outliers.conftest import STRANGE, build
from tests.support.small_store import small_store


def page(session: NewSession, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": session.id}
    at.switch_page("find/outliers.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def words(at: AppTest) -> str:
    return " ".join(str(part.value) for part in [*at.markdown, *at.caption, *at.info])


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "离群" and "还没有数据" in words(at)


def test_the_strangest_come_first_with_reasons(session: NewSession, store: Path) -> None:
    build(store)
    at = page(session, score="0.60")
    assert not at.exception and at.title[0].value == "离群"
    assert "金额为同村中位数的 19 倍" in words(at)
    listed = at.dataframe[-1].value
    assert listed["amount"].iloc[0] == 9500.0 and listed["brief"].iloc[0].startswith("金额为同村中位数的19倍;")


def test_a_row_in_the_address_opens_beside_its_peers(session: NewSession, store: Path) -> None:
    build(store)
    at = page(session, score="0.60", row=f"{STRANGE}.2017.P1")
    assert not at.exception
    assert "可比 39 户" in words(at) and "离群分数" in words(at)


def test_an_address_that_makes_no_sense_opens_nothing(session: NewSession, store: Path) -> None:
    build(store)
    for row in ("x.2017.P1", f"{STRANGE}.2017.no", "7", f"{STRANGE}.1999.P1"):
        at = page(session, score="0.60", row=row)
        assert not at.exception and "可比 39 户" not in words(at)


def test_nothing_strange_is_told(session: NewSession, store: Path) -> None:
    small_store(store)
    at = page(session)
    assert not at.exception and "没有符合条件的离群发放" in words(at)
