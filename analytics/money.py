"""The payments a question is about: which layout to read, what to leave out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from analytics.filters import Filters, Selection

_PLAIN = ("township", "village", "household", "person", "account", "programme", "department", "year")
COLUMNS = {name: f"p.{name}" for name in (*_PLAIN, "period_start", "period_end")}


@dataclass(frozen=True)
class Money:
    """FROM … WHERE … over payments `p` (with department, period_start and period_end), and its parameters."""

    sql: str
    parameters: list[Any]


def money(
    chosen: Selection, years: tuple[int, ...] = (), *, returned: bool = False, by_household: bool = False
) -> Money:
    """The payments under filters and scope; `years` stands in for the year filter when given, `by_household` says
    that households are what is asked for.

    Returned credits are no money received and stay out, unless asked for.
    """
    filters = chosen.filters.about_money()
    where, parameters = replace(chosen, filters=replace(filters, year=None) if years else filters).where(COLUMNS)
    parts = [where, chosen.scope.where("p")]
    if years:
        parts.append(f"p.year IN ({', '.join(str(int(y)) for y in years)})")
    if not returned:
        parts.append("p.status = 'paid'")
    return Money(f"FROM {relation(_layout(filters, by_household))} AS p WHERE {' AND '.join(parts)}", parameters)


def relation(layout: str = "payment") -> str:
    """A layout's payments with department, period_start and period_end, to stand in FROM."""
    return f"""(SELECT pp.*, g.department, s.period_start, s.period_end FROM {layout} AS pp
                JOIN programme AS g ON g.programme = pp.programme JOIN period_span AS s ON s.period = pp.period)"""


def _layout(filters: Filters, by_household: bool) -> str:
    """by_household is sorted by place, payment by programme: read the one of which less has to be read."""
    placed = filters.township or by_household
    narrow = filters.village or filters.household is not None or (placed and not filters.programme)
    return "by_household" if narrow else "payment"
