"""A household or a person over time: members, land, everything paid, and what registers say happened meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.engine import Engine
from analytics.family import members
from analytics.filters import Filters, select
from analytics.hits import condition, load_hits
from analytics.naming import Naming
from analytics.permissions import require
from analytics.rules.runs import Run
from analytics.suspects.around import time_line
from analytics.viewer import Viewer
from analytics.words import _

# register, its day, what happened, a column that says more (or ''); each belongs to a `person` of the household
_EVENTS = (
    ("death", "died_on", "死亡登记", "source"),
    ("cadre", "starts_on", "任村组干部", "post"),
    ("cadre", "ends_on", "离任村组干部", "post"),
    ("public_employee", "starts_on", "列入财政供养", "category"),
    ("public_employee", "ends_on", "退出财政供养", "category"),
    ("vehicle", "registered_on", "车辆登记", "kind"),
    ("property", "registered_on", "不动产登记", "kind"),
    ("company", "founded_on", "工商登记", "kind"),
    ("prisoner", "starts_on", "服刑或矫正开始", "kind"),
    ("prisoner", "ends_on", "服刑或矫正期满", "kind"),
    ("person", "moved_in_on", "户籍迁入", ""),
    ("person", "moved_out_on", "户籍迁出", ""),
    ("poverty_household", "starts_on", "建档立卡", ""),
    ("poverty_household", "ends_on", "脱贫退出", ""),
)
_EVENT = """SELECT r.{day} AS on_date, {number} AS what, CAST({more} AS VARCHAR) AS more, r.person
            FROM {register} AS r SEMI JOIN family AS f ON f.person = r.person WHERE r.{day} IS NOT NULL"""
_LAND = """
    SELECT l.plot, l.area, l.basis, l.valid_from, FALSE AS leased FROM land_right AS l WHERE l.household = ?
    UNION ALL SELECT NULL, s.area, NULL, s.starts_on, TRUE FROM lease AS s WHERE s.household = ?
    ORDER BY leased, plot, valid_from, area"""


@dataclass(frozen=True)
class Story:
    """members: family.members; land: plot, area (mu), basis, valid_from, leased; paid: around.time_line, flagged where
    a hit names a payment; events: on_date, what, more (a word of the register), person_title (masked)."""

    members: pa.Table
    land: pa.Table
    paid: pa.Table
    events: pa.Table


def story(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None = None) -> Story:
    """The story of the filters' person, else of its household; empty when the viewer may see neither."""
    require(viewer, "look")
    subject = "household" if filters.person is None else "person"
    key = filters.household if filters.person is None else filters.person
    household = filters.household if filters.household is not None else _household(engine, filters.person)
    family = members(viewer, engine, [household])
    if subject == "person":
        family = family.filter(pc.equal(family["person"], key))
    mine = Filters(household=key) if subject == "household" else Filters(person=key)
    return Story(
        members=family,
        land=engine.query(_LAND, [household, household] if family.num_rows else [0, 0]),
        paid=time_line(viewer, engine, subject, key or 0, _hits(viewer, engine, mine, run)),
        events=_events(engine, family),
    )


def _household(engine: Engine, person: int | None) -> int:
    """The household a person is in, or was in last."""
    found = engine.value("SELECT max_by(household, ends_on) FROM household_member WHERE person = ?", [person])
    return int(found) if found is not None else -(person or 0)


def _hits(viewer: Viewer, engine: Engine, filters: Filters, run: Run | None) -> pa.Table:
    if run is None:
        return pa.table({"payment_nos": pa.array([], pa.list_(pa.int64())), "programme": pa.array([], pa.int32())})
    where, parameters = condition(select(viewer, engine, filters))
    return engine.query(
        f"SELECT h.* FROM hits AS h WHERE {where}", parameters, {"hits": load_hits(engine, run, viewer.scope)}
    )


def _events(engine: Engine, family: pa.Table) -> pa.Table:
    """What every register says happened to these people, in order of time."""
    parts = [
        _EVENT.format(register=register, day=day, number=number, more=f"r.{more}" if more else "NULL")
        for number, (register, day, _what, more) in enumerate(_EVENTS)
    ]
    sql = f"SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)}) ORDER BY on_date, what, person, more"
    found: list[dict[str, Any]] = engine.query(sql, tables={"family": family.select(["person"])}).to_pylist()
    people = Naming(engine).names(row["person"] for row in found)
    return pa.table(
        {
            "on_date": pa.array([row["on_date"] for row in found], pa.date32()),
            "what": pa.array([_(_EVENTS[row["what"]][2]) for row in found], pa.string()),
            "more": pa.array([row["more"] or "" for row in found], pa.string()),
            "person_title": pa.array([people.get(row["person"], "") for row in found], pa.string()),
        }
    )
