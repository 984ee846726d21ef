"""Suspects: all hits of a run on one subject, in order of urgency."""

from analytics.suspects.detail import Detail, HitShown, detail
from analytics.suspects.listing import DEFAULT_SORT, SORTS, VIEWS, Page, page, rows

__all__ = ["DEFAULT_SORT", "SORTS", "VIEWS", "Detail", "HitShown", "Page", "detail", "page", "rows"]
