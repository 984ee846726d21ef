"""Sums and counts of every combination year|all × programme|department|all × village|township|county."""

from __future__ import annotations

_SETS = "GROUPING SETS ((programme), (department), ()), GROUPING SETS ((village), (township), ())"
# What a grouping set stands for; `kind` keeps programme 0 apart from all programmes.
_CELL = """
    grouping(programme, department) AS kind,
    CASE kind WHEN 1 THEN programme WHEN 2 THEN -department ELSE 0 END AS under,
    grouping(village, township) AS level,
    CASE level WHEN 1 THEN village WHEN 2 THEN township ELSE 0 END AS place"""


def cube_sql(payment: str, programme: str | None = None) -> str:
    """SELECT over `payment` giving (year, programme, level, place, payments, amount, people, households).

    Returned credits are no money received. year 0 and programme 0 mean "all"; given the relation `programme`,
    programme -d means all of department d. People and households are counted distinct at their own level.

    Distinct counting is what costs: so a payee is met once a cell, with the years as bits of a number, and payees
    with the same years are counted together before the years are taken apart again.
    """
    department = f"LEFT JOIN (SELECT programme, department FROM {programme}) USING (programme)" if programme else ""
    cells = "programme, department, township, village"
    met = " UNION ALL ".join(
        f"""SELECT {at} AS who, {who} AS key, {cells}, bit_or(bit) AS years
            FROM paid JOIN years USING (paid_in) GROUP BY ALL"""
        for at, who in enumerate(("person", "household"))
    )
    return f"""
        WITH paid AS NOT MATERIALIZED (
            SELECT period // 100 AS paid_in, programme, {"department" if programme else "0 AS department"},
                   township, village, person, household, amount
            FROM {payment} {department} WHERE status = 'paid'),
        sums AS MATERIALIZED (
            SELECT paid_in, {cells}, count(*) AS payments, sum(amount) AS amount FROM paid GROUP BY ALL),
        years AS MATERIALIZED (
            SELECT paid_in, CAST(1 AS HUGEINT) << CAST(row_number() OVER (ORDER BY paid_in) - 1 AS HUGEINT) AS bit
            FROM (SELECT DISTINCT paid_in FROM sums)),
        met AS (
            SELECT who, key, {_CELL}, bit_or(years) AS years FROM ({met}) GROUP BY who, key, {_SETS}),
        alike AS MATERIALIZED (
            SELECT kind, under, level, place, years, who, count(*) AS n FROM met GROUP BY ALL),
        parts AS (
            SELECT coalesce(paid_in, 0) AS year, {_CELL}, sum(payments) AS payments, sum(amount) AS amount,
                   NULL AS who, 0 AS n
            FROM sums GROUP BY GROUPING SETS ((paid_in), ()), {_SETS}
            UNION ALL SELECT paid_in, kind, under, level, place, 0, 0, who, n FROM alike JOIN years ON years & bit <> 0
            UNION ALL SELECT 0, kind, under, level, place, 0, 0, who, n FROM alike)
        SELECT year, under AS programme, ['village', 'township', 'county'][level] AS level, place,
               sum(payments) AS payments, sum(amount) AS amount,
               sum(n) FILTER (who = 0) AS people, sum(n) FILTER (who = 1) AS households
        FROM parts WHERE kind <> 2 OR under < 0 GROUP BY kind, year, under, level, place"""
