"""Sums and counts of every combination year|all × programme|department|all × village|township|county."""

from __future__ import annotations

LEVELS = {"county": "0", "township": "township", "village": "village"}


def cube_sql(payment: str, programme: str | None = None) -> str:
    """SELECT over `payment` giving (year, programme, level, place, payments, amount, people, households).

    Returned credits are no money received. year 0 and programme 0 mean "all"; given the relation `programme`,
    programme -d means all of department d. People and households are counted distinct at their own level.
    """
    department = f"LEFT JOIN (SELECT programme, department FROM {programme}) USING (programme)" if programme else ""
    base = f"""
        SELECT period // 100 AS year, programme, {"department" if programme else "0"} AS department, township, village,
               person, household, count(*) AS n, sum(amount) AS total
        FROM {payment} {department} WHERE status = 'paid' GROUP BY ALL"""
    parts = [
        f"""SELECT {year} AS year, {under} AS programme, '{level}' AS level, {place} AS place,
               sum(n) AS payments, sum(total) AS amount,
               count(DISTINCT person) AS people, count(DISTINCT household) AS households
        FROM base {"WHERE department > 0" if under == "-department" else ""} GROUP BY ALL"""
        for year in ("year", "0")
        for under in ("programme", "0", *(["-department"] if programme else []))
        for level, place in LEVELS.items()
    ]
    return f"WITH base AS MATERIALIZED ({base}) " + " UNION ALL ".join(parts)
