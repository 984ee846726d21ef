"""Hits as somebody limited to a part of the county may see them.

A hit that reaches over the border of the part stays, cut down to what was paid inside: of the other side is told
only that another township (or department) paid the same people for the same time; no unit, account, sum or record.
"""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.rules.sentence import ELSEWHERE
from analytics.viewer import Scope

# Rules that hold payments against payments: a hit of theirs concerns every side that paid, not only the excess.
DUPLICATES = 5
_PEOPLE = "h.subject IN ('person', 'household', 'account')"
_CUT = f"""
    WITH asked AS (SELECT h.*, {{home}} AS home FROM given AS h WHERE {_PEOPLE}),
    named AS (
        SELECT a.hit_id, p.payment_no, p.amount, p.township, p.village, p.department, p.account, p.person,
               p.programme, {{inside}} AS inside, TRUE AS counted
        FROM (SELECT hit_id, unnest(payment_nos) AS payment_no FROM asked) AS a
        JOIN pay AS p ON p.payment_no = a.payment_no),
    beside AS (
        SELECT a.hit_id, p.payment_no, p.amount, p.township, p.village, p.department, p.account, p.person,
               p.programme, {{inside}} AS inside, NOT a.home AND a.module = {DUPLICATES} AS counted
        FROM (SELECT hit_id, home, module, programme, starts_on, ends_on, unnest(persons) AS person FROM asked) AS a
        JOIN pay AS p ON p.person = a.person AND p.status = 'paid' AND p.period_start <= a.ends_on
            AND p.period_end >= a.starts_on AND (p.programme = a.programme OR a.programme IS NULL)
        WHERE {{beside}}),
    touched AS (SELECT * FROM named UNION ALL SELECT * FROM beside),
    sides AS (
        SELECT hit_id, bool_or(NOT inside) AS beyond,
               count(DISTINCT payment_no) FILTER (WHERE inside AND counted) AS own,
               list_sort(list_distinct(list(payment_no) FILTER (WHERE inside AND counted))) AS own_payment_nos,
               list_sort(list_distinct(list(person) FILTER (WHERE inside AND counted))) AS own_persons,
               min(township) FILTER (WHERE inside AND counted) AS own_township,
               min(village) FILTER (WHERE inside AND counted) AS own_village,
               min(department) FILTER (WHERE inside AND counted) AS own_department,
               min(account) FILTER (WHERE inside AND counted) AS own_account
        FROM touched GROUP BY hit_id),
    sums AS (
        SELECT hit_id, sum(amount) AS own_amount
        FROM (SELECT DISTINCT hit_id, payment_no, amount FROM touched WHERE inside AND counted) GROUP BY hit_id),
    cut AS (
        SELECT a.* EXCLUDE (home) REPLACE (
                   coalesce(s.own_township, a.township) AS township, coalesce(s.own_village, a.village) AS village,
                   coalesce(s.own_department, a.department) AS department, s.own_account AS account,
                   coalesce(s.own_persons, []) AS persons,
                   CAST(coalesce(m.own_amount, 0) AS DECIMAL(12,2)) AS amount, CAST(s.own AS INTEGER) AS payments,
                   CAST(coalesce(m.own_amount, 0) AS DECIMAL(18,4)) AS measure,
                   a.home AND a.cadre_linked AS cadre_linked, a.home AND a.still_paid AS still_paid,
                   '{{{{"{ELSEWHERE}": "{{border}}"}}}}' AS facts, coalesce(s.own_payment_nos, []) AS payment_nos)
        FROM asked AS a JOIN sides AS s ON s.hit_id = a.hit_id LEFT JOIN sums AS m ON m.hit_id = a.hit_id
        WHERE s.beyond AND (a.home OR s.own > 0))
    SELECT * FROM cut
    UNION ALL SELECT h.* FROM given AS h WHERE {{seen}} AND h.hit_id NOT IN (SELECT hit_id FROM cut)
    ORDER BY rule, amount DESC, hit_id"""


def within(engine: Engine, hits: pa.Table, scope: Scope) -> pa.Table:
    """`hits` (columns of hits.load_hits) with nothing of beyond the scope; all of them for the whole county."""
    if scope.whole_county:
        return hits
    # A household draws on several departments by right; that one of another township pays it is what is asked about.
    beside = "TRUE" if scope.townships is not None else "FALSE"
    border = "township" if scope.townships is not None else "department"
    sql = _CUT.format(
        home=scope.where("h"), seen=scope.where("h"), inside=scope.where("p"), beside=beside, border=border
    )
    return engine.query(sql, tables={"given": hits}).cast(hits.schema)
