"""The payments a question is about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from analytics.filters import Selection

_PLAIN = ("township", "village", "household", "person", "account", "programme", "department", "year")
COLUMNS = {name: f"p.{name}" for name in (*_PLAIN, "period_start", "period_end")}


@dataclass(frozen=True)
class Money:
    """FROM … WHERE … over payments `p` (the engine's payment_ledger), and its parameters."""

    sql: str
    parameters: list[Any]


def money(chosen: Selection, years: tuple[int, ...] = (), *, returned: bool = False) -> Money:
    """The payments under filters and scope; `years` stands in for the year filter when given.

    Returned credits are no money received and stay out, unless asked for.
    """
    filters = chosen.filters.about_money()
    where, parameters = replace(chosen, filters=replace(filters, year=None) if years else filters).where(COLUMNS)
    parts = [where, chosen.scope.where("p")]
    if years:
        parts.append(f"p.year IN ({', '.join(str(int(y)) for y in years)})")
    if not returned:
        parts.append("p.status = 'paid'")
    return Money(f"FROM payment_ledger AS p WHERE {' AND '.join(parts)}", parameters)
