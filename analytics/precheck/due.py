"""What a roster is taken for: payments of one programme, in the month after the newest the snapshot has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analytics.engine import Engine

# The newest month paid for; money paid by the year counts in the month it was paid.
_NEWEST = """
    SELECT max(CASE WHEN period % 100 > 0 THEN make_date(period // 100, period % 100, 1)
                    ELSE coalesce(pay_date, make_date(period // 100, 12, 1)) END) FROM payment"""
_BY_YEAR = "SELECT count(*) > 0 AND max(period % 100) = 0 FROM payment WHERE programme = ?"


@dataclass(frozen=True)
class Due:
    """Payments of `programme` (a key) by `department` (a key) for `period` (yyyymm; month 00 for a programme paid by
    the year), on `on`, the first of the month to come."""

    programme: int
    department: int
    period: int
    on: date


def next_month(engine: Engine) -> date:
    """The first of the month after the newest one paid for."""
    newest: date = engine.value(_NEWEST)
    return date(newest.year + newest.month // 12, newest.month % 12 + 1, 1)


def due(engine: Engine, department: int, programme: int) -> Due:
    """The programme as it would be paid next."""
    on = next_month(engine)
    by_year = engine.value(_BY_YEAR, [programme])
    return Due(programme, department, on.year * 100 + (0 if by_year else on.month), on)
