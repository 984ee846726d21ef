"""One suspect whole: every hit with its sentence, both records, all payments, the household, the account."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from analytics.codebook import UNITS, codebook
from analytics.engine import Engine
from analytics.family import members
from analytics.hits import load_hits
from analytics.money import Money, relation
from analytics.naming import Naming
from analytics.payments import payment_rows
from analytics.permissions import require
from analytics.register_rows import RegisterRow, rows_at
from analytics.rules.catalogue import catalogue
from analytics.rules.contract import HIT_SCHEMA
from analytics.rules.runs import Run
from analytics.rules.sentence import Renderer
from analytics.vault import Vault
from analytics.viewer import Viewer
from analytics.words import Refused

MOST_PAYMENTS = 2000
_OWN = {"person": "p.person", "household": "p.household", "account": "p.account"}


@dataclass(frozen=True)
class HitShown:
    """One hit for reading. `theirs` are the records held against our payments `payment_nos`; `excludes` is what
    would clear it, as the rule names it. Amount in yuan."""

    hit_id: str
    rule: str
    title: str
    tier: str
    module: int
    sentence: str
    amount: Decimal
    payments: int
    starts_on: date | None
    ends_on: date | None
    programme: str
    payment_nos: tuple[int, ...]
    theirs: tuple[RegisterRow, ...]
    why: str
    basis: str
    excludes: tuple[str, ...]


@dataclass(frozen=True)
class Detail:
    """A suspect. `payments`: see payments.payment_rows, and `asked`, whether a hit names the payment; `members`: see
    family.members; `payees`: account, account_title, person, person_title, payments, amount (yuan), first, last."""

    subject: str
    subject_key: int
    title: str
    cadre_linked: bool
    still_paid: bool
    hits: tuple[HitShown, ...]
    payments: pa.Table
    members: pa.Table
    payees: pa.Table


def detail(viewer: Viewer, engine: Engine, run: Run, subject: str, key: str) -> Detail:
    """The suspect `subject`/`key` (a unit's code, else the int key, as they stand in a URL).

    Refused when the run has no hit on it that the viewer may see; what lies outside the scope is left out.
    """
    require(viewer, "look")
    subject_key = _key(engine, subject, key)
    sql = f"""SELECT h.* FROM hits AS h WHERE h.subject = ? AND h.subject_key = ? AND {viewer.scope.where("h")}
              ORDER BY h.rule, h.starts_on, h.hit_id"""
    hits = engine.query(sql, [subject, subject_key], {"hits": load_hits(engine, run)})
    if not hits.num_rows:
        raise Refused("没有这个疑点,或它不在您的权限范围内。请回到疑点列表。")
    paid = _payments(viewer, engine, subject, subject_key, hits)
    households = {h for row in hits["households"].to_pylist() for h in row or []}
    return Detail(
        subject,
        subject_key,
        Naming(engine).subjects([subject], [subject_key])[0],
        any(hits["cadre_linked"].to_pylist()),
        any(hits["still_paid"].to_pylist()),
        _shown(engine, hits),
        paid,
        members(viewer, engine, sorted(households) if subject in _OWN else []),
        _payees(viewer, engine, paid if subject in _OWN else paid.slice(0, 0)),
    )


def _key(engine: Engine, subject: str, key: str) -> int:
    if subject in UNITS:
        unit = codebook(engine).by_code[subject].get(key)
        return unit.key if unit else 0
    return int(key) if key.lstrip("-").isdigit() and len(key) < 11 else 0


def _payments(viewer: Viewer, engine: Engine, subject: str, key: int, hits: pa.Table) -> pa.Table:
    """All payments of a person, household or account, and those the hits name; of a unit only the latter."""
    named = sorted({n for numbers in hits["payment_nos"].to_pylist() for n in numbers or []})
    mine = f"{_OWN[subject]} = ? OR" if subject in _OWN else ""
    where = f"({mine} p.payment_no IN (SELECT unnest(?))) AND {viewer.scope.where('p')}"
    asked = Money(f"FROM {relation()} AS p WHERE {where}", [*([key] if mine else []), named])
    rows = payment_rows(engine, asked, "earliest", MOST_PAYMENTS)
    marked = set(named)
    return rows.append_column("asked", pa.array([n in marked for n in rows["payment_no"].to_pylist()], pa.bool_()))


def _shown(engine: Engine, hits: pa.Table) -> tuple[HitShown, ...]:
    naming, rules = Naming(engine), catalogue()
    sentences = Renderer(engine, Vault(engine.snapshot.store)).reasons(hits.select(HIT_SCHEMA.names))
    return tuple(
        _hit(engine, naming, rules[row["rule"]].header, row, sentence)
        for row, sentence in zip(hits.to_pylist(), sentences, strict=True)
    )


def _hit(engine: Engine, naming: Naming, header: Any, row: dict[str, Any], sentence: str) -> HitShown:
    as_they_are = ("hit_id", "rule", "tier", "module", "amount", "payments", "starts_on", "ends_on")
    return HitShown(
        **{name: row[name] for name in as_they_are},
        title=str(header.title),
        sentence=sentence,
        programme=naming.book.title("programme", row["programme"]) if row["programme"] else "",
        payment_nos=tuple(row["payment_nos"] or ()),
        theirs=tuple(_theirs(engine, row["facts"])),
        why=str(header.why),
        basis=header.basis,
        excludes=tuple(header.excludes),
    )


def _theirs(engine: Engine, facts: str) -> list[RegisterRow]:
    """The rows `theirs` points to: one {register, source_file, source_row}, or a list of them."""
    pointed = json.loads(facts or "{}").get("theirs") or []
    records = pointed if isinstance(pointed, list) else [pointed]
    places = {(r["register"], r["source_file"], r["source_row"]): None for r in records if r and r.get("source_row")}
    return [row for place in places for row in rows_at(engine, *place)]


def _payees(viewer: Viewer, engine: Engine, paid: pa.Table) -> pa.Table:
    """Everybody paid on the accounts of these payments, within the scope."""
    accounts = sorted({a for a in paid["account"].to_pylist() if a})
    sql = f"""
        SELECT p.account, p.person, count(*) AS payments, sum(p.amount) AS amount,
               min(p.period_start) AS first, max(p.period_end) AS last
        FROM {relation()} AS p WHERE p.status = 'paid' AND p.account IN (SELECT unnest(?)) AND {viewer.scope.where("p")}
        GROUP BY p.account, p.person ORDER BY amount DESC, p.account, p.person LIMIT 200"""
    found, naming = engine.query(sql, [accounts]), Naming(engine)
    people = naming.people(found["person"].to_pylist())
    titles = naming.accounts(found["account"].to_pylist())
    found = found.append_column("person_title", pa.array([people[k] for k in found["person"].to_pylist()], pa.string()))
    shown = [titles.get(k, "") for k in found["account"].to_pylist()]
    return found.append_column("account_title", pa.array(shown, pa.string()))
