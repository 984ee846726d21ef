"""The names of the county's units as the field's forms offer them, within the viewer's scope."""

from __future__ import annotations

from sqlalchemy import select

from analytics.records.db import field_url, reading
from analytics.records.request_rows import FieldUnit
from analytics.viewer import Viewer

_LIMITS = {"township": "townships", "department": "departments"}


def field_units(viewer: Viewer) -> dict[str, dict[int, str]]:
    """unit → key → title of the townships, departments and programmes in the viewer's scope, in order of their keys."""
    with reading(field_url()) as tx:
        rows = tx.scalars(select(FieldUnit).order_by(FieldUnit.unit, FieldUnit.key)).all()
    found: dict[str, dict[int, str]] = {"township": {}, "department": {}, "programme": {}}
    for row in rows:
        if _seen(viewer, row):
            found[row.unit][row.key] = row.title
    return found


def _seen(viewer: Viewer, row: FieldUnit) -> bool:
    unit, key = ("department", row.above) if row.unit == "programme" else (row.unit, row.key)
    allowed: frozenset[int] | None = getattr(viewer.scope, _LIMITS[unit])
    return allowed is None or key in allowed
