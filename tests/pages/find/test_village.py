"""一村一档: the village's figures on one sheet, nothing before one is chosen, and no wide-open address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.records.accounts.sessions import NewSession
from analytics.settings import ROOT
from tests.support.small_store import small_store


def page(session: NewSession, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "pages" / "main.py"), default_timeout=60)
    at.user = {"session": session.id}
    at.switch_page("find/village.py")
    for name, value in query.items():
        at.query_params[name] = value
    return at.run()


def sheet(at: AppTest) -> str:
    return " ".join(part.proto.body for part in at.get("html"))


def test_an_empty_store_says_what_to_do(session: NewSession) -> None:
    at = page(session)
    assert not at.exception and at.title[0].value == "一村一档" and "还没有数据" in at.info[0].value


def test_a_village_has_to_be_chosen(session: NewSession, store: Path) -> None:
    small_store(store)
    at = page(session, township="T1")
    assert not at.exception and "先选乡镇" in " ".join(str(said.value) for said in at.markdown)
    assert "qz-sheet" not in sheet(at)


def test_the_sheet(session: NewSession, store: Path) -> None:
    small_store(store)
    at = page(session, township="T1", village="V2")
    assert not at.exception and at.title[0].value == "下河村 一村一档"
    shown = sheet(at)
    assert "户籍人口 500" in shown and "村支书" in shown and "2014-01-01 — 今" in shown
    own, family = "本人领取(元)", "全家领取(元)"
    assert f'data-head="{own}" class=n>4,815.00</td><td data-head="{family}" class=n>4,815.00</td>' in shown
    assert "这批数据还没有比对" in shown and "@page {size: A4" in shown
    assert 'href="/dossier?household=3"' in shown
    assert "开始比对" in [button.label for button in at.main.button]


@pytest.mark.parametrize("village", ["nowhere", "V2,V3"])
def test_an_address_that_means_no_single_village(session: NewSession, store: Path, village: str) -> None:
    small_store(store)
    at = page(session, village=village)
    assert not at.exception and "qz-sheet" not in sheet(at)
