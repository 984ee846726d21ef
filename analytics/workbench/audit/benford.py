"""Digits of amounts against what is to be expected of freely grown numbers (Benford) or of last digits (even).

Benford, The Law of Anomalous Numbers, Proceedings of the American Philosophical Society 78 (1938): the share of
leading digits d is log10(1 + 1/d). Mean absolute deviation (MAD) and its ranges: Nigrini, Benford's Law (Wiley 2012),
table 7.1. For last two digits, expected alike, no such ranges are published; only chi-square is told.
A fixed rate times an area, or one sum for everybody, does not follow Benford, and need not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy.stats import chi2

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.viewer import Viewer
from analytics.workbench.audit.population import population

# Chi-square needs that many expected in every cell (Cochran, Biometrics 10, 1954).
EXPECTED_AT_LEAST = 5
CONFORMITY = ("close", "acceptable", "marginal", "none")


@dataclass(frozen=True)
class Test:
    """Which digits are looked at: `digit` is SQL over the amount in fen (a whole number `fen`), NULL where it has
    none; `limits` are Nigrini's upper ends of close, acceptable and marginal conformity, as MAD."""

    expected: Mapping[int, float]
    digit: str
    limits: tuple[float, ...]


def _leading(first: int, last: int) -> dict[int, float]:
    return {digit: math.log10(1 + 1 / digit) for digit in range(first, last + 1)}


TESTS: dict[str, Test] = {
    "first": Test(_leading(1, 9), "CAST(left(CAST(fen AS VARCHAR), 1) AS INTEGER)", (0.006, 0.012, 0.015)),
    "first_two": Test(
        _leading(10, 99),
        "CASE WHEN fen >= 10 THEN CAST(left(CAST(fen AS VARCHAR), 2) AS INTEGER) END",
        (0.0012, 0.0018, 0.0022),
    ),
    # tens and ones of the whole yuan, of amounts from 100 yuan
    "last_two": Test(
        dict.fromkeys(range(100), 0.01), "CASE WHEN fen >= 10000 THEN CAST(fen // 100 % 100 AS INTEGER) END", ()
    ),
}


@dataclass(frozen=True)
class Digit:
    """One digit (or pair): how often it was seen, and its observed and expected share (0 to 1)."""

    digit: int
    seen: int
    observed: float
    expected: float


@dataclass(frozen=True)
class Report:
    """`n` amounts looked at, `left_out` without such digits; `mad` as a share; `conformity` one of CONFORMITY, "" when
    nothing is published for this test; chi-square with its degrees of freedom and p; `enough`: whether every digit
    may be expected at least EXPECTED_AT_LEAST times, below which nothing should be concluded."""

    test: str
    n: int
    left_out: int
    digits: tuple[Digit, ...]
    mad: float
    conformity: str
    chi_square: float
    freedom: int
    p: float
    enough: bool


def digits(viewer: Viewer, engine: Engine, filters: Filters, test: str) -> Report:
    """The amounts above zero under the filters put to a test (a key of TESTS). Refused without permission."""
    asked = population(viewer, engine, filters)
    seen = f"SELECT {TESTS[test].digit} AS digit, count(*) AS seen FROM (SELECT CAST(p.amount * 100 AS BIGINT) AS fen"
    found = asked.ask(seen, "AND p.amount > 0) GROUP BY ALL").to_pylist()
    counts = {row["digit"]: row["seen"] for row in found}
    left_out = counts.pop(None, 0)
    return report(test, counts, left_out)


def report(test: str, counts: Mapping[int, int], left_out: int = 0) -> Report:
    """What digits seen so often (digit -> times) come to; all zeros when none was."""
    expected = TESTS[test].expected
    n = sum(counts.values())
    seen = {digit: counts.get(digit, 0) for digit in expected}
    share = {digit: times / n if n else 0.0 for digit, times in seen.items()}
    mad = sum(abs(share[d] - e) for d, e in expected.items()) / len(expected) if n else 0.0
    square = sum((seen[d] - n * e) ** 2 / (n * e) for d, e in expected.items()) if n else 0.0
    freedom = len(expected) - 1
    return Report(
        test=test,
        n=n,
        left_out=left_out,
        digits=tuple(Digit(d, seen[d], share[d], e) for d, e in expected.items()),
        mad=mad,
        conformity=conformity(test, mad) if n else "",
        chi_square=square,
        freedom=freedom,
        p=float(chi2.sf(square, freedom)),
        enough=n * min(expected.values()) >= EXPECTED_AT_LEAST,
    )


def conformity(test: str, mad: float) -> str:
    """How near to Benford a MAD is, by Nigrini's ranges; "" where none are published."""
    limits = TESTS[test].limits
    return CONFORMITY[sum(mad > limit for limit in limits)] if limits else ""
