"""Sums and counts of every combination year|all × programme|all × village|township|county."""

from __future__ import annotations

LEVELS = {"county": "0", "township": "township", "village": "village"}


def cube_sql(payment: str) -> str:
    """SELECT over `payment` giving (year, programme, level, place, payments, amount, people, households).

    Returned credits are no money received. year 0 and programme 0 mean "all"; people and households are counted
    distinct at their own level.
    """
    base = f"""
        SELECT period // 100 AS year, programme, township, village, person, household,
               count(*) AS n, sum(amount) AS total
        FROM {payment} WHERE status = 'paid' GROUP BY ALL"""
    parts = [
        f"""SELECT {year} AS year, {programme} AS programme, '{level}' AS level, {place} AS place,
               sum(n) AS payments, sum(total) AS amount,
               count(DISTINCT person) AS people, count(DISTINCT household) AS households
        FROM base GROUP BY ALL"""
        for year in ("year", "0")
        for programme in ("programme", "0")
        for level, place in LEVELS.items()
    ]
    return f"WITH base AS MATERIALIZED ({base}) " + " UNION ALL ".join(parts)
