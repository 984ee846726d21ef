"""Who belongs to a household, and what each member received."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.naming import Naming
from analytics.viewer import Viewer

_SQL = """
    WITH listed AS (
        SELECT person, household, min(relation) AS relation, min(starts_on) AS starts_on, max(ends_on) AS ends_on
        FROM household_member WHERE household IN (SELECT unnest(?)) GROUP BY person, household
        UNION ALL SELECT -h, h, NULL, NULL, NULL FROM (SELECT unnest(?) AS h) WHERE h < 0),
    received AS (
        SELECT p.person, count(*) AS payments, sum(p.amount) AS amount FROM payment_ledger AS p
        WHERE p.status = 'paid' AND p.person IN (SELECT person FROM listed) AND {scope} GROUP BY p.person),
    post AS (SELECT person, string_agg(DISTINCT post, '、' ORDER BY post) AS post FROM in_office GROUP BY person),
    employer AS (
        SELECT person, string_agg(DISTINCT employer, '、' ORDER BY employer) AS employer FROM in_post GROUP BY person)
    SELECT l.household, l.person, l.relation, nullif(l.starts_on, DATE '1900-01-01') AS starts_on,
           nullif(l.ends_on, DATE '9999-12-31') AS ends_on, y.born_on, y.sex, d.died_on, o.post, e.employer,
           coalesce(r.payments, 0) AS payments, coalesce(r.amount, 0) AS amount
    FROM listed AS l
    LEFT JOIN payee AS y ON y.person = l.person
    LEFT JOIN died AS d ON d.person = l.person
    LEFT JOIN post AS o ON o.person = l.person
    LEFT JOIN employer AS e ON e.person = l.person
    LEFT JOIN received AS r ON r.person = l.person
    ORDER BY l.household, l.relation IS DISTINCT FROM '户主', y.born_on NULLS LAST, l.person"""


def members(viewer: Viewer, engine: Engine, households: list[int]) -> pa.Table:
    """The members of households, the head first: household, person, person_title (masked), relation, starts_on and
    ends_on (NULL: open), born_on, sex, died_on, post and employer (NULL: none), payments and amount (yuan) within
    the viewer's scope. A limited viewer learns of a household only when it was paid there."""
    known = households if viewer.scope.whole_county else _paid_here(viewer, engine, households)
    sql = _SQL.format(scope=viewer.scope.where("p"))
    found = engine.query(sql, [known, known])
    people = Naming(engine).people(found["person"].to_pylist())
    return found.append_column("person_title", pa.array([people[k] for k in found["person"].to_pylist()], pa.string()))


def _paid_here(viewer: Viewer, engine: Engine, households: list[int]) -> list[int]:
    sql = f"""SELECT DISTINCT p.household FROM payment_ledger AS p
              WHERE p.household IN (SELECT unnest(?)) AND {viewer.scope.where("p")}"""
    return [row["household"] for row in engine.rows(sql, [households])]
