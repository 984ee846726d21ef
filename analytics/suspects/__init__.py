"""Suspects: all hits of a run on one subject, in order of urgency."""

from analytics.suspects.detail import Detail, detail
from analytics.suspects.file import suspects_table
from analytics.suspects.listing import DEFAULT_SORT, SORTS, Page, first_of_each_rule, page, rows, totals

__all__ = [
    "DEFAULT_SORT",
    "SORTS",
    "Detail",
    "Page",
    "detail",
    "first_of_each_rule",
    "page",
    "rows",
    "suspects_table",
    "totals",
]
