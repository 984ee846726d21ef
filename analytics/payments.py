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
    top = f"""SELECT p.payment_no, p.village, p.year, p.period_start, p.period_end {asked.sql}
              ORDER BY {order}, p.payment_no LIMIT ? OFFSET ?"""
    found = engine.query(top, [*asked.parameters, size, first])
    # the files have the wide rows, and are read for this page only
    sql = f"""
        SELECT w.payment_no, w.programme, w.township, w.village, w.household, w.person, w.account, w.period,
               t.period_start, t.period_end, w.pay_date, w.quantity, w.amount, w.status, w.note_kind,
               concat_ws(' ', f.file, nullif(f.sheet, '')) AS source, w.source_row
        FROM by_household AS w JOIN top AS t ON t.payment_no = w.payment_no
        LEFT JOIN source AS f ON f.source_file = w.source_file
        WHERE {_among("w.payment_no", found)} AND {_among("w.village", found)} AND {_among("w.year", found)}
        ORDER BY {order}, payment_no"""
    return _named(engine, engine.query(sql, tables={"top": found}))


def _among(column: str, found: pa.Table) -> str:
    """`column` is one of those found, written out: so the files that cannot have it are passed over."""
    keys = found[column.split(".")[1]].unique().to_pylist()
    return f"{column} IN ({', '.join(str(int(key)) for key in keys)})" if keys else "FALSE"


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
