"""Names of places become places."""

import pytest

from analytics.intake.places import Found, PlaceBook


@pytest.fixture
def book() -> PlaceBook:
    book = PlaceBook([], [])
    for township, village, code in [
        ("青禾镇", "老庙村", "519900001203"),
        ("青禾镇", "西庙村", "519900001201"),
        ("柳溪乡", "老庙村", "519900002203"),
    ]:
        book.list_place(township, village, code[:9], code, None)
    return book


@pytest.mark.parametrize(
    ("township", "village", "found"),
    [
        ("青禾镇", "老庙村", Found(1, 1)),
        ("柳溪乡", "老庙村", Found(2, 3)),
        ("青禾", "西庙", Found(1, 2)),
        ("青禾镇人民政府", "西庙村民委员会", Found(1, 2)),
        ("青禾镇", "西庙村三组", Found(1, 2)),
        ("", "西庙村", Found(1, 2)),
        ("", "柳溪乡老庙村", Found(2, 3)),
        ("", "老庙村", Found(0, 0, "ambiguous")),
        ("青禾镇", "无此村", Found(1, 0, "unknown")),
        ("无此镇", "老庙村", Found(0, 0, "unknown")),
        ("青禾镇", "", Found(1, 0)),
        ("", "", Found(0, 0)),
    ],
)
def test_find(book: PlaceBook, township: str, village: str, found: Found) -> None:
    assert book.find(township, village) == found


def test_without_a_place_file_places_are_made_from_names() -> None:
    book = PlaceBook([], [])
    assert book.find("青禾镇", "西庙村") == Found(1, 1) == book.find("青禾镇", "西庙村")
    assert book.find("柳溪乡", "西庙村") == Found(2, 2)
    assert not book.is_official


def test_a_place_file_that_comes_later_keeps_the_numbers() -> None:
    book = PlaceBook([], [])
    book.find("青禾镇", "西庙村")
    book.list_place("青禾镇", "西庙村", "519900001", "519900001201", 1200)
    assert book.places == [{"village": 1, "code": "519900001201", "title": "西庙村", "township": 1, "population": 1200}]
    assert book.is_official
