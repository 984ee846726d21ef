"""一村一档: a village's cadres, their families' money, its top payees and what is asked about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from analytics.codebook import codebook
from analytics.dossier.asked import Asked, asked_about
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.money import money
from analytics.naming import Naming
from analytics.permissions import require
from analytics.rules.runs import Run
from analytics.viewer import Viewer
from analytics.words import Refused

TOP = 10
# A cadre's family: the household, and relatives on file.
_CADRES = """
    WITH post AS (
        SELECT person, string_agg(DISTINCT post, '、' ORDER BY post) AS post, min(starts_on) AS starts_on,
               max(ends_on) AS ends_on
        FROM in_office WHERE village = ? GROUP BY person),
    family AS (
        SELECT o.person AS cadre, m.person FROM post AS o
        JOIN household_member AS own ON own.person = o.person JOIN household_member AS m ON m.household = own.household
        UNION SELECT person, person FROM post
        UNION SELECT r.cadre, r.person FROM cadre_relative AS r SEMI JOIN post AS o ON o.person = r.cadre),
    paid AS (
        SELECT p.person, sum(p.amount) AS amount FROM payment_ledger AS p
        WHERE p.status = 'paid' AND p.person IN (SELECT person FROM family) AND {scope} GROUP BY p.person)
    SELECT o.person, o.post, nullif(o.starts_on, DATE '1900-01-01') AS starts_on,
           nullif(o.ends_on, DATE '9999-12-31') AS ends_on, count(DISTINCT f.person) AS family,
           coalesce(sum(d.amount) FILTER (WHERE f.person = o.person), 0) AS own_amount,
           coalesce(sum(d.amount), 0) AS family_amount
    FROM post AS o JOIN family AS f ON f.cadre = o.person LEFT JOIN paid AS d ON d.person = f.person
    GROUP BY ALL ORDER BY family_amount DESC, o.person"""

_AGAINST = """
    SELECT h.*, (h.amount / h.households)::DECIMAL(14,2) AS per_household,
           (w.amount / w.households)::DECIMAL(14,2) AS township_per_household
    FROM here AS h LEFT JOIN whole AS w ON w.programme = h.programme ORDER BY h.amount DESC, h.programme"""


@dataclass(frozen=True)
class VillageFile:
    """One village. cadres: person, person_title (masked), post, starts_on, ends_on, family (how many), own_amount,
    family_amount (yuan); payees: the TOP households with household_title, amount, payments, people; years: year,
    payments, amount, people, households; programmes, largest first: the same by programme_title, and per_household and
    township_per_household (yuan per household that receives it, here and in the whole township). population and
    data_date (the newest file's): None when no file tells it."""

    village: str
    title: str
    township: str
    township_code: str
    population: int | None
    data_date: date | None
    cadres: pa.Table
    payees: pa.Table
    years: pa.Table
    programmes: pa.Table
    asked: tuple[Asked, ...]


def village_file(viewer: Viewer, engine: Engine, village: str, run: Run | None = None) -> VillageFile:
    """The file of the village with this code. Refused without permission, or when it is unknown or out of scope."""
    require(viewer, "dossier")
    filters = Filters(village=(village,))
    if select(viewer, engine, filters).unknown:
        raise Refused("没有这个村(社区),或它不在您的权限范围内。未显示任何内容。")
    book = codebook(engine)
    unit = book.by_code["village"][village]
    return VillageFile(
        village=village,
        title=unit.title,
        township=book.title("township", unit.above),
        township_code=book.code("township", unit.above),
        population=engine.value("SELECT population FROM place WHERE village = ?", [unit.key]),
        data_date=engine.value("SELECT max(data_date) FROM source"),
        cadres=_cadres(viewer, engine, unit.key),
        payees=_payees(viewer, engine, filters),
        years=_sums(viewer, engine, filters, "p.year AS year"),
        programmes=_programmes(viewer, engine, filters, Filters(township=(book.code("township", unit.above),))),
        asked=asked_about(viewer, engine, run, filters),
    )


def _cadres(viewer: Viewer, engine: Engine, village: int) -> pa.Table:
    sql = _CADRES.format(scope=viewer.scope.where("p"))
    found = engine.query(sql, [village])
    people = Naming(engine).people(found["person"].to_pylist())
    return found.append_column("person_title", pa.array([people[k] for k in found["person"].to_pylist()], pa.string()))


def _payees(viewer: Viewer, engine: Engine, filters: Filters) -> pa.Table:
    asked = money(select(viewer, engine, filters))
    sql = f"""SELECT p.household, count(*) AS payments, sum(p.amount) AS amount, count(DISTINCT p.person) AS people
              {asked.sql} GROUP BY p.household ORDER BY amount DESC, p.household LIMIT {TOP}"""
    found = engine.query(sql, asked.parameters)
    titles = Naming(engine).subjects(["household"] * found.num_rows, found["household"].to_pylist())
    return found.append_column("household_title", pa.array(titles, pa.string()))


def _sums(viewer: Viewer, engine: Engine, filters: Filters, key: str) -> pa.Table:
    asked = money(select(viewer, engine, filters))
    sql = f"""SELECT {key}, count(*) AS payments, sum(p.amount) AS amount, count(DISTINCT p.person) AS people,
                     count(DISTINCT p.household) AS households {asked.sql} GROUP BY 1 ORDER BY 1"""
    return engine.query(sql, asked.parameters)


def _programmes(viewer: Viewer, engine: Engine, filters: Filters, township: Filters) -> pa.Table:
    key = "p.programme AS programme"
    sums = {"here": _sums(viewer, engine, filters, key), "whole": _sums(viewer, engine, township, key)}
    found = engine.query(_AGAINST, tables=sums)
    titles = Naming(engine).titles("programme", found["programme"].to_pylist())
    return found.append_column("programme_title", pa.array(titles, pa.string()))
