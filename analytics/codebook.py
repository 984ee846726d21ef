"""Codes and titles of a snapshot's own units: townships, villages, programmes, departments.

Outside the program units are named by code (URLs, CSV); inside by int32 key. Nothing here is personal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from analytics.engine import Engine
from analytics.words import _

# unit -> (its table, the unit above it)
UNITS: dict[str, tuple[str, str]] = {
    "township": ("township", ""),
    "village": ("place", "township"),
    "department": ("department", ""),
    "programme": ("programme", "department"),
}
UNKNOWN = "未知"


@dataclass(frozen=True)
class Unit:
    """One unit: its key, code and title, and the key of the unit above (0: none)."""

    key: int
    code: str
    title: str
    above: int


@dataclass(frozen=True)
class Codebook:
    """All units of a snapshot, by kind of unit and key."""

    units: dict[str, dict[int, Unit]]
    by_code: dict[str, dict[str, Unit]]

    def code(self, unit: str, key: int | None) -> str:
        """The code of a key; "" when there is none (0 = unknown)."""
        found = self.units[unit].get(key or 0)
        return found.code if found else ""

    def title(self, unit: str, key: int | None) -> str:
        """The title of a key; "未知" when there is none."""
        found = self.units[unit].get(key or 0)
        return found.title if found else _(UNKNOWN)


@lru_cache(maxsize=4)
def codebook(engine: Engine) -> Codebook:
    """The units of the engine's snapshot (a snapshot never changes, so this is read once)."""
    units = {unit: _read(engine, unit, table, above) for unit, (table, above) in UNITS.items()}
    by_code = {unit: {u.code: u for u in found.values()} for unit, found in units.items()}
    return Codebook(units, by_code)


def _read(engine: Engine, unit: str, table: str, above: str) -> dict[int, Unit]:
    columns = f"{unit} AS key, code, title, {f'coalesce({above}, 0)' if above else '0'} AS above"
    rows = engine.rows(f"SELECT {columns} FROM {table} ORDER BY {unit}")
    return {row["key"]: Unit(**row) for row in rows}
