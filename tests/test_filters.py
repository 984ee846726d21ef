"""Filters read, say and bind what was chosen, and never widen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from analytics.engine import Engine, open_engine
from analytics.filters import Filters, select
from analytics.permissions import operator
from analytics.viewer import Scope, Viewer
from tests.support.small_store import small_store

PAY = {
    "township": "p.township",
    "village": "p.village",
    "programme": "p.programme",
    "department": "p.department",
    "household": "p.household",
    "person": "p.person",
    "year": "p.year",
    "period_start": "p.period_start",
    "period_end": "p.period_end",
}
SOME = {"township": "T1,T2", "year": "2016", "min_amount": "1500.50", "cadre": "1", "date_from": "2016-02-29"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return open_engine(small_store(tmp_path_factory.mktemp("store")))


def count(engine: Engine, filters: Filters, viewer: Viewer | None = None) -> int:
    viewer = viewer or operator()
    sql, parameters = select(viewer, engine, filters).where(PAY)
    return int(engine.value(f"SELECT count(*) FROM pay AS p WHERE {sql} AND {viewer.scope.where('p')}", parameters))


def test_text_there_and_back() -> None:
    filters = Filters.read(SOME)
    assert filters.township == ("T1", "T2") and filters.min_amount == Decimal("1500.50") and filters.cadre is True
    assert Filters.read(filters.to_query()) == filters


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("year", "20x6"),
        ("year", "99999"),
        ("date_from", "2016-02-30"),
        ("min_amount", "NaN"),
        ("min_amount", "a lot"),
        ("person", "51990019500101001X"),
        ("person", "519900195001010011"),
        ("cadre", "maybe"),
    ],
)
def test_what_makes_no_sense_is_named_and_empties(engine: Engine, name: str, text: str) -> None:
    filters = Filters.read({name: text})
    chosen = select(operator(), engine, filters)
    assert chosen.unknown == (name,) and chosen.where(PAY) == ("FALSE", [])
    assert text not in chosen.sentence()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, 163),
        ({"township": "T1"}, 123),
        ({"township": "T1", "programme": "DB"}, 72),
        ({"department": "D2"}, 16),
        ({"village": "V1,V3"}, 121),
        ({"household": "-11"}, 1),
        ({"person": "5", "year": "2016"}, 13),
        ({"person": "5", "date_from": "2017-12-31"}, 2),
        ({"person": "5", "date_to": "2015-01-01"}, 2),
        ({"person": "5", "date_from": "2016-03-02", "date_to": "2016-03-03"}, 2),
        ({"township": "T9"}, 0),
        ({"tier": "hard"}, 0),
    ],
)
def test_rows(engine: Engine, filters: dict[str, str], expected: int) -> None:
    assert count(engine, Filters.read(filters)) == expected


def test_outside_the_scope_is_unknown(engine: Engine) -> None:
    viewer = Viewer("li", "training", Scope(townships=frozenset({2})))
    chosen = select(viewer, engine, Filters(township=("T1",), village=("V1", "V3")))
    assert chosen.unknown == ("township=T1", "village=V1")
    assert count(engine, Filters(village=("V1",)), viewer) == 0
    assert count(engine, Filters(), viewer) == count(engine, Filters(township=("T2",)))


def test_sentence(engine: Engine) -> None:
    filters = Filters(township=("T1",), min_amount=Decimal(5000), tier=("hard", "data"), cadre=True)
    chosen = select(operator(), engine, filters)
    assert chosen.sentence() == "乡镇=青禾镇,疑点等级=记录直接矛盾、数据待纠,涉干部或公职人员=是,金额≥5000元"
    assert chosen.file_name("疑点", "csv").startswith("疑点_乡镇=青禾镇_")
    assert select(operator(), engine, Filters()).sentence() == "全部"


def test_money_leaves_what_concerns_hits() -> None:
    filters = replace(Filters.read(SOME), tier=("hard",), rule=("A01",), date_to=date(2017, 1, 1))
    assert set(filters.about_money().chosen()) == {"township", "year", "date_from", "date_to"}
