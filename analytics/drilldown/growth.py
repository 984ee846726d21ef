"""Growth over the year before: which two years are held against each other."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.engine import Engine
from analytics.filters import Filters

_NOTHING = "CAST(NULL AS DECIMAL(38,2))"


@dataclass(frozen=True)
class Years:
    """The year whose growth is shown; None when it makes no sense (dates are chosen, or there is no money)."""

    now: int | None

    def sum_now(self, alias: str) -> str:
        """SQL sum of that year's amounts over a relation with `year` and `amount`."""
        return f"sum({alias}.amount) FILTER (WHERE {alias}.year = {int(self.now)})" if self.now else _NOTHING

    def sum_before(self, alias: str) -> str:
        """SQL sum of the amounts of the year before."""
        return f"sum({alias}.amount) FILTER (WHERE {alias}.year = {int(self.now) - 1})" if self.now else _NOTHING

    def growing(self, level: str, sums: str) -> str:
        """`sums` as they are; years in a row are each held against the one before them."""
        if level != "year":
            return sums
        return f"""
            SELECT * REPLACE (amount AS amount_now,
                CASE WHEN lag(key) OVER (ORDER BY key) = key - 1 THEN lag(amount) OVER (ORDER BY key) END
                AS amount_before) FROM ({sums})"""


def growth_years(engine: Engine, filters: Filters) -> Years:
    """The chosen year, else the latest one paid."""
    if filters.date_from or filters.date_to:
        return Years(None)
    return Years(filters.year or engine.value("SELECT max(year) FROM cube"))
