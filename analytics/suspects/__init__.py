"""Suspects: all hits of a run on one subject, in order of urgency."""

from analytics.suspects.listing import DEFAULT_SORT, SORTS, Page, page, rows

__all__ = ["DEFAULT_SORT", "SORTS", "Page", "page", "rows"]
