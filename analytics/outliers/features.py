"""What is compared: every household × programme × year against its peers, as columns.

Peers are the households of the same village paid under the same programme in the same year; the township's, then
the county's, where the group is smaller than `min_peers`; with still fewer there is no comparison (level "none").

Each feature says how far a row lies ABOVE its peers' median, so that 0 is ordinary in every column: what is strange
here is to get more than others, not less. Features are rounded to three decimals: the last digit of a logarithm
differs between machines. Peers are always of one year, so it goes year by year and takes a year's memory; only growth
is held against the household's own earlier years.
"""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.outliers.method import (
    CAP,
    FEATURE_DECIMALS,
    FEATURES,
    FOREST_KINDS,
    LEAST_DEVIATION,
    LEAST_QUOTIENT,
    LEAST_SPREAD,
    MIN_PEERS,
)

MEASURES = tuple(dict.fromkeys(what for what, _form in FEATURES.values()))

_YEARLY = """
    SELECT household, programme, year, max(department) AS department, max(kind) AS kind,
           list_sort(list(DISTINCT person)) AS persons,
           max({'amount': amount, 'village': village, 'township': township}) AS most,
           sum(amount)::DECIMAL(18,2) AS amount, max(amount) AS largest, count(*) AS payments,
           count(DISTINCT account) AS accounts, count(DISTINCT person) AS payees,
           coalesce(sum(amount) FILTER (month(on_date) = 12), 0) AS december,
           sum(quantity) FILTER (land)
             / count(DISTINCT period * 100 + coalesce(instalment, 0)) FILTER (land AND quantity > 0) AS claimed
    FROM pay WHERE year = $year GROUP BY household, programme, year"""

_GROWTH = """
    SELECT household, programme, year, mean / nullif(median(mean) OVER (
               PARTITION BY household, programme ORDER BY year
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS growth
    FROM (SELECT household, programme, year, amount / payments AS mean FROM every_year)
    QUALIFY growth IS NOT NULL"""

# Several confirmations of the same land are not added up: the largest of them stands.
_FIELDS = """
    SELECT household, max(area) AS area FROM (
        SELECT household, basis, sum(area) AS area FROM land_right GROUP BY household, basis)
    GROUP BY household"""

_LEASED = """
    SELECT household, sum(area) AS area FROM lease
    WHERE coalesce(year(starts_on), 0) <= $year AND coalesce(year(ends_on), 9999) >= $year
    GROUP BY household"""

_WOODS = "SELECT household, sum(area) AS area FROM forest_plot WHERE household IS NOT NULL GROUP BY household"

_MEASURED = f"""
    SELECT y.household, y.programme, y.year, y.department, y.persons, y.amount,
           y.most.village AS village, y.most.township AS township,
           y.amount::DOUBLE AS value_amount, y.largest::DOUBLE AS value_largest,
           y.claimed::DOUBLE AS value_quantity,
           y.claimed / nullif(CASE WHEN y.kind IN {FOREST_KINDS} THEN w.area
                                ELSE coalesce(f.area, 0) + coalesce(l.area, 0) END, 0)::DOUBLE AS value_area,
           g.growth AS value_growth,
           count(*) OVER (PARTITION BY y.household)::DOUBLE AS value_programmes,
           y.accounts::DOUBLE AS value_accounts, y.payees::DOUBLE AS value_payees,
           CASE WHEN y.amount > 0 THEN y.december::DOUBLE / y.amount END AS value_december
    FROM yearly AS y
    LEFT JOIN growth AS g ON g.household = y.household AND g.programme = y.programme AND g.year = y.year
    LEFT JOIN fields AS f ON f.household = y.household
    LEFT JOIN leased AS l ON l.household = y.household
    LEFT JOIN woods AS w ON w.household = y.household"""

_PLACED = """
    SELECT 'village' AS level, village AS place, * FROM measured WHERE village <> 0
    UNION ALL SELECT 'township', township, * FROM measured WHERE township <> 0
    UNION ALL SELECT 'county', 0, * FROM measured"""

_SIZES = """
    SELECT level, place, programme, year, count(*) AS n FROM placed
    GROUP BY level, place, programme, year HAVING count(*) >= $min_peers"""

_ASSIGNED = """
    SELECT m.*, coalesce(v.level, t.level, c.level, 'none') AS level,
           coalesce(v.place, t.place, c.place, 0) AS place, coalesce(v.n, t.n, c.n, 0) AS peers
    FROM measured AS m
    LEFT JOIN sizes AS v ON v.level = 'village' AND v.place = m.village
                        AND v.programme = m.programme AND v.year = m.year
    LEFT JOIN sizes AS t ON t.level = 'township' AND t.place = m.township
                        AND t.programme = m.programme AND t.year = m.year
    LEFT JOIN sizes AS c ON c.level = 'county' AND c.programme = m.programme AND c.year = m.year"""

_MEMBERS = """
    SELECT * FROM placed AS p SEMI JOIN (SELECT DISTINCT level, place, programme, year FROM assigned) AS a
        ON a.level = p.level AND a.place = p.place AND a.programme = p.programme AND a.year = p.year"""

_TYPICAL = f"""
    SELECT level, place, programme, year,
           {", ".join(f"median(value_{m}) AS typical_{m}" for m in MEASURES)}
    FROM members GROUP BY level, place, programme, year"""

# Median absolute deviation of the logarithms; 1.4826 makes it a standard deviation where data are normal.
_SPREAD = """
    SELECT level, place, programme, year,
           1.4826 * median(abs(ln(m.value_amount / t.typical_amount))) AS spread
    FROM members AS m JOIN typical AS t USING (level, place, programme, year)
    WHERE m.value_amount > 0 AND t.typical_amount > 0 GROUP BY level, place, programme, year"""

_STEPS = {
    "fields": _FIELDS,
    "leased": _LEASED,
    "woods": _WOODS,
    "measured": _MEASURED,
    "placed": _PLACED,
    "sizes": _SIZES,
    "assigned": _ASSIGNED,
    "members": _MEMBERS,
    "typical": _TYPICAL,
    "spread": _SPREAD,
}


def _feature_sql(name: str, measure: str, form: str) -> str:
    """One feature: how far above the peers' median, 0 where nothing can be said."""
    value, typical = f"a.value_{measure}", f"t.typical_{measure}"
    logarithm = f"CASE WHEN {value} > 0 AND {typical} > 0 THEN ln({value} / {typical}) END"
    deviations = f"{logarithm} / CASE WHEN s.spread > 0 THEN greatest(s.spread, {LEAST_SPREAD}) END"
    above = {
        "quotient": f"CASE WHEN {value} >= {LEAST_QUOTIENT} * {typical} THEN {logarithm} END",
        "spread": f"CASE WHEN {deviations} >= {LEAST_DEVIATION} THEN {deviations} END",
        "difference": f"{value} - {typical}",
    }[form]
    return f"coalesce(round(least(greatest({above}, 0), {CAP}), {FEATURE_DECIMALS}), 0)::FLOAT AS feature_{name}"


def _kept(step: str) -> str:
    """`placed` is three times all rows: cheaper to pass through than to keep."""
    return "NOT MATERIALIZED" if step in ("placed", "members") else "MATERIALIZED"


def _year_sql() -> str:
    """SELECT of a year's rows with peers and features, over the tables yearly and growth; $year, $min_peers bound."""
    steps = ", ".join(f"{name} AS {_kept(name)} ({sql})" for name, sql in _STEPS.items())
    values = ", ".join(f"a.value_{m}, t.typical_{m}" for m in MEASURES)
    features = ", ".join(_feature_sql(name, *how) for name, how in FEATURES.items())
    return f"""WITH {steps}
        SELECT a.household, a.persons, a.programme, a.department, a.year, a.village, a.township, a.amount,
               a.level, a.place, a.peers, t.typical_amount::DECIMAL(18,2) AS peers_median,
               coalesce(greatest(a.amount - t.typical_amount::DECIMAL(18,2), 0), 0) AS excess, {values}, {features}
        FROM assigned AS a
        LEFT JOIN typical AS t ON t.level = a.level AND t.place = a.place
                              AND t.programme = a.programme AND t.year = a.year
        LEFT JOIN spread AS s ON s.level = a.level AND s.place = a.place
                             AND s.programme = a.programme AND s.year = a.year"""


def measure(engine: Engine, min_peers: int = MIN_PEERS) -> pa.Table:
    """All rows, in no order: keys, amount (yuan, the year's sum), peers (level, place, how
    many, median), the excess over that median (at least 0); of each measure value_ (as measured) and typical_ (the
    peers' median); feature_ columns (float32, 0 = ordinary, never below 0)."""
    years = [row["year"] for row in engine.rows("SELECT DISTINCT year FROM pay ORDER BY year")] or [0]
    yearly = {year: engine.query(_YEARLY, {"year": year}) for year in years}
    sums = pa.concat_tables(t.select(["household", "programme", "year", "amount", "payments"]) for t in yearly.values())
    growth = engine.query(_GROWTH, tables={"every_year": sums})
    parts = [
        engine.query(_year_sql(), {"min_peers": min_peers, "year": y}, {"yearly": yearly.pop(y), "growth": growth})
        for y in years
    ]
    return pa.concat_tables(parts)
