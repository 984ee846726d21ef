"""Which questions the cube answers: one place or the children of one, one programme or all, one year or all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.drilldown.growth import Years
from analytics.engine import Engine
from analytics.filters import Selection

_FIELDS = {"township", "village", "department", "programme", "year"}
_PLACE_TABLES = {"township": "township", "village": "place"}
# level -> its key in the cube, where a negative programme stands for a department
_KEYS = {"township": "c.place", "village": "c.place", "department": "-c.programme"}


@dataclass(frozen=True)
class Cells:
    """A condition on the cube `c` that holds for every year the level needs, with its parameters."""

    where: str
    parameters: list[Any]

    def sums(self, level: str, year: int | None, years: Years) -> str:
        """SQL of sums(key, payments, amount, people, households, amount_now, amount_before)."""
        key = cell_key(level)
        total = f"c.year = {int(year or 0)}" if year or level != "year" else "c.year > 0"
        kept = {name: f"CAST(sum(c.{name}) FILTER (WHERE {total}) AS BIGINT)" for name in ("people", "households")}
        return f"""
            SELECT * FROM (
                SELECT {key} AS key, CAST(sum(c.payments) FILTER (WHERE {total}) AS BIGINT) AS payments,
                       sum(c.amount) FILTER (WHERE {total}) AS amount, {kept["people"]} AS people,
                       {kept["households"]} AS households,
                       {years.sum_now("c")} AS amount_now, {years.sum_before("c")} AS amount_before
                FROM cube AS c WHERE {self.where} GROUP BY 1)
            WHERE payments > 0"""


def cell_key(level: str) -> str:
    """SQL of a cell's key on a level."""
    return _KEYS.get(level, f"c.{level}")


def cube_cells(engine: Engine, chosen: Selection, level: str) -> Cells | None:
    """The cells that answer for the children of `level`; None when payments must be counted.

    The cube counts people distinct at their own place, so it cannot add places up.
    """
    filters, scope = chosen.filters.about_money(), chosen.scope
    if chosen.unknown or set(filters.chosen()) - _FIELDS or scope.departments is not None or len(filters.programme) > 1:
        return None
    placed = _children_places(engine, chosen, level) if level in _PLACE_TABLES else _one_place(chosen)
    paid_under = _programmes(chosen, level)
    if placed is None or paid_under is None or level not in {*_PLACE_TABLES, "department", "programme", "year"}:
        return None
    return Cells(f"{placed[0]} AND {paid_under[0]}", [*placed[1], *paid_under[1]])


def _programmes(chosen: Selection, level: str) -> tuple[str, list[Any]] | None:
    """Which programmes' cells: each of a department, each department's, one's, or those of all together."""
    departments, programmes = chosen.keys("department"), chosen.keys("programme")
    among = ", ".join("?" * len(departments))
    theirs = f"c.programme IN (SELECT g.programme FROM programme AS g WHERE g.department IN ({among}))"
    if programmes or level == "programme":
        one = "c.programme = ?" if programmes else "c.programme > 0"
        known = None if programmes and level == "department" else (f"{one} AND {theirs}" if departments else one)
        return (known, [*programmes, *departments]) if known else None
    if level == "department":
        return (f"-c.programme IN ({among})", departments) if departments else ("c.programme < 0", [])
    return ("c.programme = ?", [-d for d in departments] or [0]) if len(departments) < 2 else None


def _children_places(engine: Engine, chosen: Selection, level: str) -> tuple[str, list[Any]] | None:
    filters, table = chosen.filters, _PLACE_TABLES[level]
    if level == "township" and filters.village:
        return None
    # money whose village is unknown would be missing from its township's villages
    if level == "village" and engine.value("SELECT count(*) FROM cube WHERE level = 'village' AND place = 0"):
        return None
    parts, parameters = [chosen.scope.where("t")], []
    for unit in _PLACE_TABLES:
        keys = chosen.keys(unit)
        if keys:
            parts.append(f"t.{unit} IN ({', '.join('?' * len(keys))})")
            parameters += keys
    inside = f"SELECT t.{level} FROM {table} AS t WHERE {' AND '.join(parts)}"
    known = "" if parameters or not chosen.scope.whole_county else " OR c.place = 0"
    return f"c.level = '{level}' AND (c.place IN ({inside}){known})", parameters


def _one_place(chosen: Selection) -> tuple[str, list[Any]] | None:
    """The one village, one township or the whole county that is chosen."""
    for unit in ("village", "township"):
        keys = chosen.keys(unit)
        if keys:
            single = len(keys) == 1 and (unit == "township" or not chosen.filters.township)
            return (f"c.level = '{unit}' AND c.place = ?", list(keys)) if single else None
    return ("c.level = 'county'", []) if chosen.scope.whole_county else None
