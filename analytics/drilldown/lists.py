"""The households behind a number, paged and sorted in SQL; people masked, names last."""

from __future__ import annotations

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.money import money
from analytics.naming import Naming
from analytics.payments import Page
from analytics.permissions import require
from analytics.viewer import Viewer

HOUSEHOLD_SORTS = {
    "amount": "amount DESC",
    "amount_up": "amount",
    "payments": "payments DESC",
    "people": "people DESC",
    "programmes": "programmes DESC",
}


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
