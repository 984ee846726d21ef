"""一人一档 and 一户一档: what was received, from whom, with whom, what registers say, what is odd. All masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from analytics.dossier.asked import Asked, hits_about, told
from analytics.engine import Engine
from analytics.family import members
from analytics.filters import Filters
from analytics.naming import Naming
from analytics.payments import payments
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.register_rows import Record, records_about
from analytics.rules.runs import Run
from analytics.schema import REGISTERS
from analytics.suspects import around
from analytics.vault import Vault
from analytics.viewer import Viewer
from analytics.words import Refused

MOST_PAYMENTS = 2000
_ABOUT_PERSON = ("person", "owner", "for_person", "cadre")
_SUMS = """
    SELECT p.programme, g.title AS programme_title, d.title AS department_title, p.year, count(*) AS payments,
           sum(p.amount) AS amount
    FROM payment_ledger AS p JOIN programme AS g ON g.programme = p.programme
    LEFT JOIN department AS d ON d.department = g.department
    WHERE p.status = 'paid' AND p.{column} = ? AND {scope} GROUP BY ALL ORDER BY p.programme, p.year"""


@dataclass(frozen=True)
class File:
    """What both files tell. sums: programme, programme_title, department_title, year, payments, amount (yuan);
    payments: payment_rows, oldest first, returned credits included, at most MOST_PAYMENTS; line: around.time_line;
    members: family.members; payees: around.payees, whoever is paid on the same accounts; masked: (kind, key) ->
    masked words of what may be revealed."""

    subject: str
    key: int
    title: str
    sums: pa.Table
    payments: pa.Table
    line: pa.Table
    members: pa.Table
    payees: pa.Table
    accounts: tuple[str, ...]
    registers: tuple[Record, ...]
    asked: tuple[Asked, ...]
    masked: dict[tuple[str, int], str]


@dataclass(frozen=True)
class PersonFile(File):
    """One person, and the household they belong to."""

    household: int
    born_on: date | None
    sex: str | None
    id_fault: str | None


@dataclass(frozen=True)
class HouseholdFile(File):
    """One household: all its members together."""


def open_file(viewer: Viewer, subject: str, key: int, reason: str) -> None:
    """Write down who opens whose file and why; Refused without permission or reason. A file is shown after this
    only: when the log cannot be written, it stays closed."""
    require(viewer, "dossier")
    reason = audit.reason_required(reason)
    with transaction() as tx:
        audit.append(tx, viewer, "dossier.open", f"{subject}:{key}", reason)


def person_file(viewer: Viewer, engine: Engine, person: int, run: Run | None = None) -> PersonFile:
    """The file of a person by key. Refused without permission, or when the viewer's scope holds nothing of them."""
    paid = _paid(viewer, engine, Filters(person=person))
    known = engine.rows("SELECT born_on, sex, id_fault FROM payee WHERE person = ?", [person])
    sql = "SELECT max_by(household, (ends_on, household)) FROM household_member WHERE person = ?"
    household = engine.value(sql, [person]) or -person
    return PersonFile(
        **_told(viewer, engine, "person", person, household, paid, run),
        **(known[0] if known else {"born_on": None, "sex": None, "id_fault": None}),
        title=Naming(engine).people([person])[person],
        household=household,
        registers=_registers(engine, _ABOUT_PERSON, person),
    )


def household_file(viewer: Viewer, engine: Engine, household: int, run: Run | None = None) -> HouseholdFile:
    """The file of a household by key. Refused as person_file is."""
    paid = _paid(viewer, engine, Filters(household=household))
    return HouseholdFile(
        **_told(viewer, engine, "household", household, household, paid, run),
        title=Naming(engine).households([household])[household],
        registers=_registers(engine, ("household",), household),
    )


def _told(
    viewer: Viewer, engine: Engine, subject: str, key: int, household: int, paid: pa.Table, run: Run | None
) -> dict[str, Any]:
    """What is told of a person and of a household alike."""
    filters = Filters(person=key) if subject == "person" else Filters(household=key)
    hits = hits_about(viewer, engine, run, filters)
    family = members(viewer, engine, [household])
    return {
        "subject": subject,
        "key": key,
        "sums": _sums(viewer, engine, subject, key),
        "payments": paid,
        "line": around.time_line(viewer, engine, subject, key, hits),
        "members": family,
        "payees": around.payees(viewer, engine, subject, key, hits),
        "accounts": _accounts(paid),
        "asked": told(engine, hits),
        "masked": _masked(engine, [key] if subject == "person" else family["person"].to_pylist(), paid),
    }


def _masked(engine: Engine, people: list[int], paid: pa.Table) -> dict[tuple[str, int], str]:
    vault = Vault(engine.snapshot.store)
    sql = "SELECT name FROM payee WHERE name IS NOT NULL AND person IN (SELECT unnest(?)) ORDER BY name"
    keys = {
        "person": people,
        "name": [row["name"] for row in engine.rows(sql, [people])],
        "account": sorted({key for key in paid["account"].to_pylist() if key}),
    }
    return {(kind, key): text for kind, wanted in keys.items() for key, text in vault.masked(kind, wanted).items()}


def _paid(viewer: Viewer, engine: Engine, filters: Filters) -> pa.Table:
    require(viewer, "dossier")
    page = payments(viewer, engine, filters, "earliest", size=MOST_PAYMENTS, returned=True)
    if not page.total and not viewer.scope.whole_county:
        raise Refused("您的权限范围内没有此人或此户的发放记录,未显示任何内容。")
    return page.rows


def _sums(viewer: Viewer, engine: Engine, column: str, key: int) -> pa.Table:
    sql = _SUMS.format(column=column, scope=viewer.scope.where("p"))
    return engine.query(sql, [key])


def _accounts(paid: pa.Table) -> tuple[str, ...]:
    return tuple(sorted({title for title in paid["account_title"].to_pylist() if title}))


def _registers(engine: Engine, columns: tuple[str, ...], key: int) -> tuple[Record, ...]:
    """What every register that is here says under these columns."""
    here = [name for name in REGISTERS if name in engine.present]
    return tuple(row for name in here for column in columns for row in records_about(engine, name, column, key))
