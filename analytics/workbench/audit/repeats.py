"""Repeats: payments alike in chosen fields, and amounts that come again and again."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.naming import Naming, period_words
from analytics.viewer import Viewer
from analytics.workbench.audit.population import population

# Fields that may be compared, in the order in which they are shown -> the vault's kind, or ""
FIELDS = {
    "person": "person",
    "name": "name",
    "account": "account",
    "phone": "phone",
    "household": "household",
    "programme": "",
    "village": "",
    "period": "",
    "pay_date": "",
    "amount": "",
}
_TAIL = """GROUP BY {fields} HAVING count(*) > 1
    ORDER BY count(*) DESC, sum(p.amount) DESC, {fields} LIMIT ? OFFSET ?"""


def duplicates(
    viewer: Viewer, engine: Engine, filters: Filters, fields: Sequence[str], number: int = 1, size: int = 50
) -> pa.Table:
    """Page `number` (from 1) of the groups of two payments or more that agree in all `fields` (keys of FIELDS), the
    largest first: <field>_title (masked), times, people, sum (yuan), total (groups in all). A payment in which one of
    the fields is blank agrees with none. ValueError for no field, KeyError for an unknown one."""
    names = [name for name in FIELDS if name in set(fields)]
    if not names or len(names) != len(set(fields)):
        raise KeyError(fields) if names else ValueError("no field")
    asked = population(viewer, engine, filters)
    columns = ", ".join(f"p.{name}" for name in names)
    filled = " AND ".join(f"p.{name} IS NOT NULL" for name in names)
    found = asked.ask(
        f"""SELECT {columns}, count(*) AS times, count(DISTINCT p.person) AS people,
            CAST(sum(p.amount) AS DECIMAL(18,2)) AS sum, count(*) OVER () AS total""",
        f"AND {filled} {_TAIL.format(fields=columns)}",
        size,
        (max(1, number) - 1) * size,
    )
    for name in names:
        found = found.append_column(f"{name}_title", pa.array(_words(engine, name, found[name]), pa.string()))
    return found.drop_columns(names)


def repeated_amounts(viewer: Viewer, engine: Engine, filters: Filters, number: int = 1, size: int = 50) -> pa.Table:
    """Page `number` (from 1) of the amounts (yuan) paid more than once, the most frequent first: amount, times, people,
    programmes, sum (yuan), share of all payments (0 to 1), total (amounts in all)."""
    asked = population(viewer, engine, filters)
    whole = asked.ask("SELECT count(*) AS n")["n"][0].as_py()
    found = asked.ask(
        """SELECT p.amount, count(*) AS times, count(DISTINCT p.person) AS people,
           count(DISTINCT p.programme) AS programmes, CAST(sum(p.amount) AS DECIMAL(18,2)) AS sum,
           count(*) OVER () AS total""",
        "GROUP BY p.amount HAVING count(*) > 1 ORDER BY times DESC, p.amount DESC LIMIT ? OFFSET ?",
        size,
        (max(1, number) - 1) * size,
    )
    shares = [times / whole for times in found["times"].to_pylist()]
    return found.append_column("share", pa.array(shares, pa.float64()))


def _words(engine: Engine, name: str, column: pa.ChunkedArray) -> list[str]:
    values, naming = column.to_pylist(), Naming(engine)
    if name in ("programme", "village"):
        return naming.titles(name, values)
    if name == "household":
        called = naming.households(values)
        return [called[value] for value in values]
    if name in ("name", "account", "phone"):
        masked = naming.vault.masked(name, values)
        return [masked.get(value, "") for value in values]
    if name == "person":
        people = naming.people(values)
        return [people[value] for value in values]
    return [period_words(value) if name == "period" else str(value) for value in values]
