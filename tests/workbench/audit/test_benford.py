"""Digits against known series: powers of two and Fibonacci numbers follow Benford, fixed sums and random digits do not.

The counts of leading digits among the first thousand are published: Fibonacci 301 177 125 96 80 67 56 53 45, powers
of two 301 176 125 97 79 69 56 52 45 (OEIS; Benford's law in textbooks); here they are counted anew from the numbers.
"""

from collections import Counter
from itertools import islice

import pytest
from scipy.stats import chisquare

from analytics.filters import Filters
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from analytics.workbench.audit.benford import TESTS, conformity, digits, report
from tests.workbench.conftest import Bench


def fibonacci() -> "list[int]":
    def run():  # type: ignore[no-untyped-def]
        a, b = 1, 1
        while True:
            yield a
            a, b = b, a + b

    return list(islice(run(), 1000))


def leading(numbers: list[int], width: int) -> dict[int, int]:
    return dict(Counter(int(str(n)[:width]) for n in numbers if len(str(n)) >= width))


def test_expected_shares_are_benfords() -> None:
    first = TESTS["first"].expected
    assert [round(100 * share, 1) for share in first.values()] == [30.1, 17.6, 12.5, 9.7, 7.9, 6.7, 5.8, 5.1, 4.6]
    for test in TESTS.values():
        assert sum(test.expected.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("numbers", "published"),
    [
        (fibonacci(), [301, 177, 125, 96, 80, 67, 56, 53, 45]),
        ([2**n for n in range(1000)], [301, 176, 125, 97, 79, 69, 56, 52, 45]),
    ],
    ids=["fibonacci", "powers of two"],
)
def test_known_series_conform_closely(numbers: list[int], published: list[int]) -> None:
    found = report("first", leading(numbers, 1))
    assert [digit.seen for digit in found.digits] == published
    assert found.conformity == "close" and found.mad < 0.001 and found.p > 0.999
    two = report("first_two", leading(numbers, 2))
    assert two.conformity == "close" and two.p > 0.99


def test_chi_square_is_scipys_own() -> None:
    counts = dict(enumerate([310, 160, 130, 90, 85, 70, 60, 50, 45], start=1))
    found = report("first", counts)
    told = chisquare(list(counts.values()), [1000 * share for share in TESTS["first"].expected.values()])
    assert (found.chi_square, found.p, found.freedom) == (pytest.approx(told.statistic), pytest.approx(told.pvalue), 8)


@pytest.mark.parametrize(
    ("test", "limits"), [("first", (0.006, 0.012, 0.015)), ("first_two", (0.0012, 0.0018, 0.0022))]
)
def test_nigrinis_ranges(test: str, limits: tuple[float, float, float]) -> None:
    below = [conformity(test, limit) for limit in limits]
    above = [conformity(test, limit + 1e-9) for limit in limits]
    assert below == ["close", "acceptable", "marginal"] and above == ["acceptable", "marginal", "none"]
    assert conformity("last_two", 0.5) == ""


def test_one_sum_for_everybody_does_not_conform(bench: Bench) -> None:
    found = digits(bench.viewer, bench.engine, Filters(programme=("DB",)), "first")
    assert found.n == 108 and found.digits[0].seen == 108 and found.conformity == "none"
    assert not found.enough, "108 × 4.58 % is less than five"


def test_digits_are_those_of_the_amount(bench: Bench) -> None:
    forest = Filters(programme=("TG",), date_to=None, year=2017)
    two = {d.digit: d.seen for d in digits(bench.viewer, bench.engine, forest, "first_two").digits if d.seen}
    last = {d.digit: d.seen for d in digits(bench.viewer, bench.engine, forest, "last_two").digits if d.seen}
    assert two == {40: 5, 90: 1}  # 401 403 405 407 409 and 9000 yuan
    assert last == {0: 1, 1: 1, 3: 1, 5: 1, 7: 1, 9: 1}
    small = digits(bench.viewer, bench.engine, Filters(programme=("GL",)), "last_two")
    assert (small.n, small.left_out) == (0, 39), "50 yuan has no tens and ones below a hundred"


def test_nothing_there_is_all_zeros() -> None:
    for test in TESTS:
        found = report(test, {})
        assert (found.n, found.mad, found.chi_square, found.conformity, found.enough) == (0, 0, 0, "", False)


def test_scope_and_permission_hold(bench: Bench) -> None:
    stone = Viewer("li", "training", Scope(townships=frozenset({2})))
    assert digits(stone, bench.engine, Filters(), "first").n == 36 + 3 + 1
    assert digits(stone, bench.engine, Filters(township=("T1",)), "first").n == 0
    with pytest.raises(Refused):
        digits(Viewer("x", "nobody"), bench.engine, Filters(), "first")
