"""The payments a tool looks at: those under the filters, within the viewer's scope."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from analytics.engine import Engine
from analytics.filters import Filters, select
from analytics.money import COLUMNS
from analytics.permissions import require
from analytics.viewer import Viewer


@dataclass(frozen=True)
class Population:
    """FROM … WHERE … over `pay AS p`, its parameters, and the filters that could not be used."""

    engine: Engine
    sql: str
    parameters: list[Any]
    unknown: tuple[str, ...]

    def ask(self, select_sql: str, tail: str = "", *more: Any, tables: dict[str, pa.Table] | None = None) -> pa.Table:
        """SELECT … over the population; `tail` is GROUP BY and what follows, with parameters of its own."""
        return self.engine.query(f"{select_sql} {self.sql} {tail}", [*self.parameters, *more], tables)


def population(viewer: Viewer, engine: Engine, filters: Filters) -> Population:
    """Refused without permission; a filter that cannot be used makes the population empty, never larger."""
    require(viewer, "workbench")
    chosen = select(viewer, engine, filters)
    where, parameters = chosen.where({**COLUMNS, "min_amount": "p.amount"})
    return Population(engine, f"FROM pay AS p WHERE {where} AND {viewer.scope.where('p')}", parameters, chosen.unknown)
