"""The ranking as a list for people: in words, sorted, fenced, and a row beside its peers."""

from __future__ import annotations

from decimal import Decimal

from analytics.engine import Engine
from analytics.export import to_csv
from analytics.filters import Filters
from analytics.outliers import count, listing
from analytics.permissions import operator
from tests.outliers.conftest import FLAT, FLAT_TENFOLD, LAND, STRANGE

EVERYBODY = operator()


def test_a_page_is_in_words(county: Engine) -> None:
    found = listing.page(EVERYBODY, county, Filters(), size=2)
    first = found.rows.to_pylist()[0]
    assert (first["programme_title"], first["programme_code"], first["kind"]) == ("地力保护", "P1", "地力保护")
    assert (first["township_title"], first["village_title"]) == ("乡1", "村1")
    assert first["reason"].startswith("金额为同村中位数的 19 倍;")
    assert found.rows.num_rows == 2 and found.total == count(EVERYBODY, county) > 2


def test_pages_follow_and_sort(county: Engine) -> None:
    by_amount = listing.listed(EVERYBODY, county, Filters(programme=("P1",)), "amount", 3)["amount"].to_pylist()
    assert by_amount == sorted(by_amount, reverse=True) and by_amount[0] == Decimal("9500.00")
    second = listing.page(EVERYBODY, county, Filters(), number=2, size=2)
    assert second.first == 2 and second.rows["rank"].to_pylist() == [3, 4]
    unsorted = listing.listed(EVERYBODY, county, Filters(), "no such order", 2)
    assert unsorted["rank"].to_pylist() == [1, 2]


def test_a_fence_keeps_what_is_above_its_peers(county: Engine) -> None:
    above = listing.listed(EVERYBODY, county, Filters(), min_score=Decimal(0))
    assert 0 < above.num_rows < count(EVERYBODY, county)
    assert min(above["excess"].to_pylist()) > 0 and "none" not in above["level"].to_pylist()
    score = Decimal(str(above["score"][0].as_py()))
    assert count(EVERYBODY, county, min_score=score) == 1
    assert count(EVERYBODY, county, min_score=score + Decimal("0.0001")) == 0


def test_what_cannot_be_used_is_named(county: Engine) -> None:
    found = listing.page(EVERYBODY, county, Filters(township=("nowhere",)))
    assert (found.total, found.unknown) == (0, ("township=nowhere",))


def test_a_row_stands_among_a_bounded_number_of_peers(county: Engine) -> None:
    whole = listing.beside(EVERYBODY, county, STRANGE, LAND, 2017)
    assert whole.num_rows == 39 and sum(whole["itself"].to_pylist()) == 1
    some = listing.beside(EVERYBODY, county, FLAT_TENFOLD, FLAT, 2016, most=10)
    assert some.num_rows <= 11
    assert [row["household"] for row in some.to_pylist() if row["itself"]] == [FLAT_TENFOLD]


def test_the_file_holds_words_and_no_bare_number_of_a_person(county: Engine) -> None:
    rows = listing.listed(EVERYBODY, county, Filters(), limit=1)
    text = to_csv(rows, listing.FILE_TITLES).decode("utf-8-sig")
    assert text.splitlines()[0].startswith('"名次(全县)","户(脱敏)"') or text.startswith("名次(全县),户(脱敏)")
    assert "金额为同村中位数的 19 倍" in text and len(text.splitlines()) == 2
