"""What an own rule may read, to be shown beside it: tables and the engine's shared views, with their columns."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.columns import TITLES, title_of
from analytics.engine import Engine
from analytics.permissions import require
from analytics.rules.laws import KNOWN_TABLES
from analytics.schema import TABLES
from analytics.viewer import Viewer
from analytics.words import _


@dataclass(frozen=True)
class Column:
    """A column: its name in SQL, what it is called, and DuckDB's type."""

    name: str
    title: str
    type: str


def tables() -> dict[str, str]:
    """Name in SQL -> title: first `pay`, what was really paid, then the snapshot's tables, then the other views."""
    own = {name: _(table.title) for name, table in TABLES.items()}
    return {"pay": _("有效发放(已冲抵)"), **own, **dict.fromkeys(sorted(KNOWN_TABLES - own.keys() - {"pay"}), "")}


def columns(viewer: Viewer, engine: Engine, table: str) -> list[Column]:
    """The columns of one of `tables`, in their order; KeyError for any other. Raises Refused for who may not."""
    require(viewer, "own_rules")
    tables()[table]
    rows = engine.rows(f"DESCRIBE SELECT * FROM {table}")
    return [Column(row["column_name"], _title(row["column_name"]), row["column_type"]) for row in rows]


def _title(column: str) -> str:
    return title_of(column) if column in TITLES else ""
