"""The tables a county edits: seeds in data/reference/*.csv, versions in the store, part of every run's identity."""

from analytics.reference.overlay import OVERLAYS
from analytics.reference.tables import COLUMNS, TABLES, EditTable, Field
from analytics.reference.versions import SEEDS, Reference, current_reference, list_versions

__all__ = [
    "COLUMNS",
    "OVERLAYS",
    "SEEDS",
    "TABLES",
    "EditTable",
    "Field",
    "Reference",
    "current_reference",
    "list_versions",
]
