"""The payments behind a number, paged and sorted in SQL; people masked, names last."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.money import Money, money
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
    """Page `number` (from 1) of the payments under the filters, columns as in payment_rows(); credits the bank
    returned only when asked for."""
    require(viewer, "look")
    chosen = select(viewer, engine, filters)
    asked = money(chosen, returned=returned)
    first = (max(1, number) - 1) * size
    total = int(engine.value(f"SELECT count(*) {asked.sql}", asked.parameters))
    return Page(payment_rows(engine, asked, sort, size, first), total, first, chosen.unknown)


def payment_rows(engine: Engine, asked: Money, sort: str = "latest", size: int = 50, first: int = 0) -> pa.Table:
    """Rows `first` (from 0) and on of the payments asked for.

    Columns: payment_no, programme, programme_title, township_title, village_title, household, person, person_title
    and account_title (masked), period (yyyymm), period_title, period_start, period_end, pay_date, quantity, amount
    (yuan), status, note_kind, source (file and sheet), source_row.
    """
    order = PAYMENT_SORTS.get(sort, PAYMENT_SORTS["latest"])
    top = f"SELECT p.payment_no {asked.sql} ORDER BY {order}, p.payment_no LIMIT ? OFFSET ?"
    numbers = engine.query(top, [*asked.parameters, size, first])["payment_no"].to_pylist()
    # the wide rows are read for this page only
    sql = f"""
        SELECT w.payment_no, w.programme, w.township, w.village, w.household, w.person, w.account, w.period,
               w.period_start, w.period_end, w.pay_date, w.quantity, w.amount, w.status, w.note_kind,
               concat_ws(' ', f.file, nullif(f.sheet, '')) AS source, w.source_row
        FROM (SELECT p.* {asked.sql} AND p.payment_no IN (SELECT unnest(?))) AS w
        LEFT JOIN source AS f ON f.source_file = w.source_file ORDER BY {order}, payment_no"""
    return _named(engine, engine.query(sql, [*asked.parameters, numbers]))


def _named(engine: Engine, found: pa.Table) -> pa.Table:
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
