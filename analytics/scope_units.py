"""The units a grant may be limited to: townships and departments of the newest snapshot, and a scope in words."""

from __future__ import annotations

from pathlib import Path

from analytics.codebook import codebook
from analytics.engine import open_engine
from analytics.faces import here
from analytics.records.field_units import field_units
from analytics.snapshots import current_snapshot
from analytics.viewer import Scope, Viewer
from analytics.words import _

Units = dict[int, str]
LIMITS = ("township", "department")


def units(store: Path) -> dict[str, Units]:
    """unit → key → title, in the order of their codes; nothing before the first snapshot. No content, only names.

    The field's face knows them as the office has published them.
    """
    if here().own == "field":
        return field_units(Viewer("", ""))
    snapshot = current_snapshot(store)
    if snapshot is None or not {"township", "department"} <= snapshot.tables:
        return {unit: {} for unit in LIMITS}
    book = codebook(open_engine(snapshot))
    return {unit: {key: one.title for key, one in book.units[unit].items()} for unit in LIMITS}


def scope_words(scope: Scope, known: dict[str, Units]) -> str:
    """全县, or the names of what it is limited to; a unit that is no longer there is said to be gone."""
    parts = [
        _("、").join(known[unit].get(key) or _("(已撤并的单位)") for key in sorted(keys)) or _("无")
        for unit, keys in zip(LIMITS, (scope.townships, scope.departments), strict=True)
        if keys is not None
    ]
    return _(";").join(parts) or _("全县")
