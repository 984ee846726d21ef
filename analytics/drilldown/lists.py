"""The households behind a number, paged and sorted in SQL; people masked, names last."""

from __future__ import annotations

import pyarrow as pa

from analytics.drilldown.totals import totals
from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.money import money
from analytics.naming import Naming
from analytics.payments import Page
from analytics.permissions import require
from analytics.viewer import Viewer

# What a list may be sorted by -> the measure and its direction.
HOUSEHOLD_SORTS = {
    "amount": ("sum(p.amount)", "DESC"),
    "amount_up": ("sum(p.amount)", ""),
    "payments": ("count(*)", "DESC"),
    "payments_up": ("count(*)", ""),
    "people": ("count(DISTINCT p.person)", "DESC"),
    "people_up": ("count(DISTINCT p.person)", ""),
    "programmes": ("count(DISTINCT p.programme)", "DESC"),
    "programmes_up": ("count(DISTINCT p.programme)", ""),
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
    measure, way = HOUSEHOLD_SORTS.get(sort, HOUSEHOLD_SORTS["amount"])
    # the measure alone for all of them, everything else for those on the page
    sql = f"""
        WITH shown AS (SELECT p.household, {measure} AS measure {asked.sql}
                       GROUP BY p.household ORDER BY measure {way}, p.household LIMIT ? OFFSET ?)
        SELECT p.household, min(p.village) AS village, count(*) AS payments, sum(p.amount) AS amount,
               count(DISTINCT p.person) AS people, count(DISTINCT p.programme) AS programmes
        {asked.sql} AND p.household IN (SELECT household FROM shown)
        GROUP BY p.household ORDER BY {measure} {way}, p.household"""
    found = engine.query(sql, [*asked.parameters, size, first, *asked.parameters])
    total = totals(viewer, engine, filters).households
    naming = Naming(engine)
    titles = naming.subjects(["household"] * found.num_rows, found["household"].to_pylist())
    found = found.append_column("household_title", pa.array(titles, pa.string()))
    villages = naming.titles("village", found["village"].to_pylist())
    return Page(found.append_column("village_title", pa.array(villages, pa.string())), total, first, chosen.unknown)
