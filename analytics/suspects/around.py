"""What stands around a suspect: all its payments, its years, whoever else its account pays."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.naming import Naming
from analytics.viewer import Viewer

SHOWN = 60
# Subject -> the column of `pay` that holds its key. A project has no payments to one payee.
_COLUMN = {
    "person": "person",
    "household": "household",
    "account": "account",
    "village": "village",
    "township": "township",
    "department": "department",
    "programme": "programme",
    "batch": "batch",
}
PEOPLE = frozenset({"person", "household", "account"})
# Units get thousands of payments a month; only the programmes asked about say something.
_OF_UNITS = frozenset({"village", "township", "department"})

_LINE = """
    WITH flagged AS (SELECT DISTINCT unnest(payment_nos) AS payment_no FROM mine)
    SELECT p.programme, p.period, min(p.period_start) AS period_start, sum(p.amount) AS amount,
           count(*) AS payments, count(f.payment_no) AS flagged
    FROM pay AS p LEFT JOIN flagged AS f ON f.payment_no = p.payment_no
    WHERE {where} GROUP BY p.programme, p.period ORDER BY p.programme, p.period"""

# What two rules ask about in one programme and year is one sum, as in the list.
_YEARS = """
    WITH paid AS (
        SELECT p.year, sum(p.amount) AS paid, count(*) AS payments FROM pay AS p WHERE {where} GROUP BY p.year),
    sums AS (SELECT year, programme, max(amount) AS amount FROM mine GROUP BY year, programme),
    asked AS (SELECT year, sum(amount) AS asked FROM sums GROUP BY year),
    hit AS (SELECT year, count(*) AS hits FROM mine GROUP BY year)
    SELECT y.year, p.paid, p.payments, a.asked, h.hits
    FROM (SELECT year FROM paid UNION SELECT year FROM asked) AS y
    LEFT JOIN paid AS p ON p.year = y.year LEFT JOIN asked AS a ON a.year = y.year
    LEFT JOIN hit AS h ON h.year = y.year ORDER BY y.year"""

_PAYEES = """
    WITH own AS (
        SELECT DISTINCT account FROM mine WHERE account IS NOT NULL
        UNION SELECT p.account FROM pay AS p WHERE {where} AND p.account IS NOT NULL)
    SELECT p.account, p.person, min(p.household) AS household, min(p.village) AS village, count(*) AS payments,
           sum(p.amount) AS amount, min(p.period) AS first_period, max(p.period) AS last_period
    FROM pay AS p SEMI JOIN own AS o ON o.account = p.account WHERE {scope}
    GROUP BY p.account, p.person ORDER BY amount DESC, p.account, p.person LIMIT ?"""


def time_line(viewer: Viewer, engine: Engine, subject: str, key: int, hits: pa.Table) -> pa.Table:
    """Everything paid to the subject (to a unit: under the programmes asked about), one row per programme and period:
    programme_title, period (yyyymm), period_start, amount (yuan), payments, flagged (payments the hits name)."""
    found = engine.query(_LINE.format(where=_where(viewer, subject)), [key], {"mine": hits})
    titles = Naming(engine).titles("programme", found["programme"].to_pylist())
    return found.append_column("programme_title", pa.array(titles, pa.string()))


def years(viewer: Viewer, engine: Engine, subject: str, key: int, hits: pa.Table) -> pa.Table:
    """One row per year: year, paid (yuan), payments, asked (the excess, yuan) and hits, empty where there are none."""
    return engine.query(_YEARS.format(where=_where(viewer, subject)), [key], {"mine": hits})


def payees(viewer: Viewer, engine: Engine, subject: str, key: int, hits: pa.Table) -> pa.Table:
    """Who is paid on the subject's accounts, at most SHOWN, largest first: account_title and person_title (masked),
    village_title, payments, amount (yuan), first_period, last_period, account, person, household."""
    where = _where(viewer, subject) if subject in PEOPLE else "? IS NULL"
    sql = _PAYEES.format(where=where, scope=viewer.scope.where("p"))
    found = _with_people(engine, engine.query(sql, [key, SHOWN], {"mine": hits}))
    naming = Naming(engine)
    accounts = naming.accounts(found["account"].to_pylist())
    titles = [accounts.get(account, "") for account in found["account"].to_pylist()]
    villages = naming.titles("village", found["village"].to_pylist())
    found = found.append_column("account_title", pa.array(titles, pa.string()))
    return found.append_column("village_title", pa.array(villages, pa.string()))


def _where(viewer: Viewer, subject: str) -> str:
    """The subject's payments within the viewer's scope; one "?" for its key."""
    own = f"p.{_COLUMN[subject]} = ?" if subject in _COLUMN else "? IS NULL"
    asked = "p.programme IN (SELECT programme FROM mine)" if subject in _OF_UNITS else "TRUE"
    return f"{own} AND {asked} AND {viewer.scope.where('p')}"


def _with_people(engine: Engine, found: pa.Table) -> pa.Table:
    people = Naming(engine).people(found["person"].to_pylist())
    titles = [people.get(person, "") for person in found["person"].to_pylist()]
    return found.append_column("person_title", pa.array(titles, pa.string()))
