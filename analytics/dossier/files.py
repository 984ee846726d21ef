"""一人一档 and 一户一档: what was received, from whom, with whom, what registers say, what is odd. All masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from analytics.dossier.asked import Asked, asked_about
from analytics.engine import Engine
from analytics.family import members
from analytics.filters import Filters
from analytics.money import relation
from analytics.naming import Naming
from analytics.payments import payments
from analytics.permissions import require
from analytics.register_rows import Record, records_about
from analytics.rules.runs import Run
from analytics.schema import REGISTERS
from analytics.viewer import Viewer
from analytics.words import Refused

MOST_PAYMENTS = 2000
_ABOUT_PERSON = ("person", "owner", "for_person", "cadre")
_SUMS = """
    SELECT p.programme, g.title AS programme_title, p.year, count(*) AS payments, sum(p.amount) AS amount
    FROM {payments} AS p JOIN programme AS g ON g.programme = p.programme
    WHERE p.status = 'paid' AND p.{column} = ? AND {scope} GROUP BY ALL ORDER BY p.programme, p.year"""


@dataclass(frozen=True)
class PersonFile:
    """One person. sums: programme, programme_title, year, payments, amount (yuan); payments: payment_rows, oldest
    first, returned credits included; members: family.members of the household; accounts: masked numbers."""

    person: int
    title: str
    born_on: date | None
    sex: str | None
    id_fault: str | None
    household: int
    sums: pa.Table
    payments: pa.Table
    members: pa.Table
    accounts: tuple[str, ...]
    registers: tuple[Record, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class HouseholdFile:
    """One household; fields as in PersonFile, of all its members together."""

    household: int
    title: str
    members: pa.Table
    sums: pa.Table
    payments: pa.Table
    accounts: tuple[str, ...]
    registers: tuple[Record, ...]
    asked: tuple[Asked, ...]


def person_file(viewer: Viewer, engine: Engine, person: int, run: Run | None = None) -> PersonFile:
    """The file of a person by key. Refused without permission, or when the viewer's scope holds nothing of them."""
    paid = _paid(viewer, engine, Filters(person=person))
    known = engine.rows("SELECT born_on, sex, id_fault FROM payee WHERE person = ?", [person])
    sql = "SELECT max_by(household, (ends_on, household)) FROM household_member WHERE person = ?"
    household = engine.value(sql, [person]) or -person
    return PersonFile(
        person=person,
        title=Naming(engine).people([person])[person],
        **(known[0] if known else {"born_on": None, "sex": None, "id_fault": None}),
        household=household,
        sums=_sums(viewer, engine, "person", person),
        payments=paid,
        members=members(viewer, engine, [household]),
        accounts=_accounts(paid),
        registers=_registers(engine, _ABOUT_PERSON, person),
        asked=asked_about(viewer, engine, run, Filters(person=person)),
    )


def household_file(viewer: Viewer, engine: Engine, household: int, run: Run | None = None) -> HouseholdFile:
    """The file of a household by key. Refused as person_file is."""
    paid = _paid(viewer, engine, Filters(household=household))
    return HouseholdFile(
        household=household,
        title=Naming(engine).households([household])[household],
        members=members(viewer, engine, [household]),
        sums=_sums(viewer, engine, "household", household),
        payments=paid,
        accounts=_accounts(paid),
        registers=_registers(engine, ("household",), household),
        asked=asked_about(viewer, engine, run, Filters(household=household)),
    )


def _paid(viewer: Viewer, engine: Engine, filters: Filters) -> pa.Table:
    require(viewer, "dossier")
    page = payments(viewer, engine, filters, "earliest", size=MOST_PAYMENTS, returned=True)
    if not page.total and not viewer.scope.whole_county:
        raise Refused("您的权限范围内没有此人或此户的发放记录,未显示任何内容。")
    return page.rows


def _sums(viewer: Viewer, engine: Engine, column: str, key: int) -> pa.Table:
    sql = _SUMS.format(payments=relation(), column=column, scope=viewer.scope.where("p"))
    return engine.query(sql, [key])


def _accounts(paid: pa.Table) -> tuple[str, ...]:
    return tuple(sorted({title for title in paid["account_title"].to_pylist() if title}))


def _registers(engine: Engine, columns: tuple[str, ...], key: int) -> tuple[Record, ...]:
    """What every register that is here says under these columns."""
    here = [name for name in REGISTERS if name in engine.present]
    return tuple(row for name in here for column in columns for row in records_about(engine, name, column, key))
