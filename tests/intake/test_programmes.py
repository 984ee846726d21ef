"""Names of programmes become programmes."""

import pytest

from analytics.intake.programmes import ProgrammeBook, kind_of
from analytics.intake.staging import MetProgramme

LISTED = [
    ("农村低保金", "民政局"),
    ("特困人员供养金", "民政局"),
    ("退耕还林补贴", "林业局"),
    ("精准扶贫产业到户补助", "扶贫办"),
]


@pytest.fixture
def book() -> ProgrammeBook:
    book = ProgrammeBook([], [])
    for title, department in LISTED:
        book.listed(MetProgramme(title, (), department))
    return book


@pytest.mark.parametrize(
    ("cell", "titles", "department", "title"),
    [
        ("", ("低保",), "民政局", "农村低保金"),
        ("", ("退耕还林政策补助资金",), "林业局", "退耕还林补贴"),
        ("", ("产业到户补助", "精准扶贫产业到户补助"), "扶贫办", "精准扶贫产业到户补助"),
        ("2016年特困人员供养金发放表", (), "民政局", "特困人员供养金"),
        ("特困供养", ("农村低保金",), "民政局", "特困供养"),
    ],
)
def test_resolve(book: ProgrammeBook, cell: str, titles: tuple[str, ...], department: str, title: str) -> None:
    key = book.resolve(MetProgramme(cell, titles, department))
    assert next(p["title"] for p in book.programmes if p["programme"] == key) == title


def test_a_name_that_fits_two_programmes_is_neither(book: ProgrammeBook) -> None:
    book.listed(MetProgramme("城市低保金", (), "民政局"))
    key = book.resolve(MetProgramme("", ("低保",), "民政局"))
    assert key in book.unlisted
    assert book.programmes[-1]["title"] == "低保"


def test_unknown_programme_is_kept_and_marked(book: ProgrammeBook) -> None:
    key = book.resolve(MetProgramme("", ("冬季取暖慰问",), "民政局"))
    assert key == len(LISTED) + 1
    assert key in book.unlisted
    assert book.programmes[-1]["kind"] == "其他"
    assert book.resolve(MetProgramme("", ("冬季取暖慰问",), "民政局")) == key


def test_a_file_without_any_name_goes_to_programme_0(book: ProgrammeBook) -> None:
    assert book.resolve(MetProgramme("", (), "")) == 0
    assert book.resolve(MetProgramme("", (), "")) == 0
    assert sum(p["programme"] == 0 for p in book.programmes) == 1


def test_kind_by_the_longest_keyword() -> None:
    assert kind_of("农村低保金") == "农村低保"
    assert kind_of("贫困残疾人生活补贴") == "残疾人补贴"
    assert kind_of("某某补贴", "青禾县种粮大户补贴") == "种粮大户"
    assert kind_of("某某") == "其他"
