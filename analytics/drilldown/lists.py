"""Households and payments behind a number, paged and sorted in SQL; people masked, names last."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from analytics.drilldown.money import money
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.naming import Naming, period_words
from analytics.permissions import require
from analytics.viewer import Viewer

PAYMENT_SORTS = {
    "latest": "period_end DESC, amount DESC",
    "earliest": "period_end",
    "amount": "amount DESC",
    "amount_up": "amount",
    "programme": "programme, period_end",
    "place": "township, village, household",
}
HOUSEHOLD_SORTS = {
    "amount": "amount DESC",
    "amount_up": "amount",
    "payments": "payments DESC",
    "people": "people DESC",
    "programmes": "programmes DESC",
}


@dataclass(frozen=True)
class Page:
    """Rows `first` (from 0) and on of `total`; `unknown` names filters that could not be used."""

    rows: pa.Table
    total: int
    first: int
    unknown: tuple[str, ...]


def payments(
    viewer: Viewer,
    engine: Engine,
    filters: Filters,
    sort: str = "latest",
    number: int = 1,
    size: int = 50,
    *,
    returned: bool = False,
) -> Page:
    """Page `number` (from 1) of the payments under the filters; credits the bank returned only when asked for.

    Columns: payment_no, programme_title, township_title, village_title, household, person, person_title and
    account_title (masked), period (yyyymm), period_title, pay_date, quantity, amount (yuan), status, note_kind,
    source (file and sheet), source_row.
    """
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    asked = money(chosen, returned=returned)
    first = (max(1, number) - 1) * size
    order = PAYMENT_SORTS.get(sort, PAYMENT_SORTS["latest"])
    wanted = f"SELECT p.* {asked.sql} ORDER BY {order}, payment_no LIMIT ? OFFSET ?"
    sql = f"""
        SELECT w.period_end, w.payment_no, w.programme, w.township, w.village, w.household, w.person, w.account,
               w.period, w.pay_date, w.quantity, w.amount, w.status, w.note_kind, w.source_row,
               concat_ws(' ', f.file, nullif(f.sheet, '')) AS source
        FROM ({wanted}) AS w LEFT JOIN source AS f ON f.source_file = w.source_file ORDER BY {order}, payment_no"""
    found = engine.query(sql, [*asked.parameters, size, first]).drop_columns(["period_end"])
    total = int(engine.value(f"SELECT count(*) {asked.sql}", asked.parameters))
    return Page(_named_payments(engine, found), total, first, chosen.unknown)


def households(
    viewer: Viewer, engine: Engine, filters: Filters, sort: str = "amount", number: int = 1, size: int = 50
) -> Page:
    """Page `number` of the households paid under the filters: household, household_title (masked), village_title,
    payments, amount (yuan), people, programmes (how many)."""
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    asked = money(chosen)
    first = (max(1, number) - 1) * size
    order = HOUSEHOLD_SORTS.get(sort, HOUSEHOLD_SORTS["amount"])
    sql = f"""
        SELECT p.household, min(p.village) AS village, count(*) AS payments, sum(p.amount) AS amount,
               count(DISTINCT p.person) AS people, count(DISTINCT p.programme) AS programmes
        {asked.sql} GROUP BY p.household ORDER BY {order}, household LIMIT ? OFFSET ?"""
    found = engine.query(sql, [*asked.parameters, size, first])
    total = int(engine.value(f"SELECT count(DISTINCT p.household) {asked.sql}", asked.parameters))
    naming = Naming(engine)
    titles = naming.subjects(["household"] * found.num_rows, found["household"].to_pylist())
    found = found.append_column("household_title", pa.array(titles, pa.string()))
    villages = naming.titles("village", found["village"].to_pylist())
    return Page(found.append_column("village_title", pa.array(villages, pa.string())), total, first, chosen.unknown)


def _named_payments(engine: Engine, found: pa.Table) -> pa.Table:
    naming = Naming(engine)
    column = {name: found[name].to_pylist() for name in ("programme", "township", "village", "person", "account")}
    people, accounts = naming.people(column["person"]), naming.accounts(column["account"])
    titles = {
        "programme_title": naming.titles("programme", column["programme"]),
        "township_title": naming.titles("township", column["township"]),
        "village_title": naming.titles("village", column["village"]),
        "person_title": [people.get(key, "") for key in column["person"]],
        "account_title": [accounts.get(key or 0, "") for key in column["account"]],
        "period_title": [period_words(period) for period in found["period"].to_pylist()],
    }
    for name, values in titles.items():
        found = found.append_column(name, pa.array(values, pa.string()))
    return found
