"""Both sides of a suspect: our payments, and the records they were held against, each with file, row and date."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from analytics.engine import Engine
from analytics.naming import Naming
from analytics.register_rows import Record, records_at
from analytics.schema import REGISTERS
from analytics.viewer import Viewer

SHOWN = 200

_OURS = """
    SELECT p.payment_no, p.person, p.account, p.programme, p.period, p.pay_date, p.quantity, p.amount,
           p.note_kind, p.source_row, concat_ws(' ', s.file, nullif(s.sheet, '')) AS source, s.data_date
    FROM pay AS p LEFT JOIN source AS s ON s.source_file = p.source_file
    WHERE p.payment_no IN (SELECT unnest(payment_nos) FROM mine) AND {scope}
    ORDER BY p.period, p.programme, p.payment_no LIMIT ?"""


def our_records(viewer: Viewer, engine: Engine, hits: pa.Table) -> pa.Table:
    """The payments the hits name, at most SHOWN: payment_no, person_title and account_title (masked), programme_title,
    period (yyyymm), pay_date, quantity, amount (yuan), note_kind, source (file and sheet), source_row, data_date."""
    sql = _OURS.format(scope=viewer.scope.where("p"))
    found = engine.query(sql, [SHOWN], {"mine": hits})
    naming = Naming(engine)
    people = naming.people(found["person"].to_pylist())
    accounts = naming.accounts(found["account"].to_pylist())
    columns = {
        "person_title": [people.get(key, "") for key in found["person"].to_pylist()],
        "account_title": [accounts.get(key or 0, "") for key in found["account"].to_pylist()],
        "programme_title": naming.titles("programme", found["programme"].to_pylist()),
    }
    for name, values in columns.items():
        found = found.append_column(name, pa.array(values, pa.string()))
    return found


def their_records(engine: Engine, places: Sequence[tuple[str, int, int]]) -> list[Record]:
    """The records at these (table, source file, row); a table that is no register or payment file is left out."""
    known = [place for place in places if place[0] in REGISTERS or place[0] == "payment"]
    return [record for place in known for record in records_at(engine, *place)]
