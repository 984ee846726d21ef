"""The inspectors' own comparisons: any two lists held against each other, and the auditor's tools."""

from analytics.workbench.compare import Counts, Question, compared_page, counts, file_rows
from analytics.workbench.keep import joined, keep, kept_runs
from analytics.workbench.lists import Ticked, choices, match_keys, title_of
from analytics.workbench.shelf import Shelf, sweep
from analytics.workbench.upload import take

__all__ = [
    "Counts",
    "Question",
    "Shelf",
    "Ticked",
    "choices",
    "compared_page",
    "counts",
    "file_rows",
    "joined",
    "keep",
    "kept_runs",
    "match_keys",
    "sweep",
    "take",
    "title_of",
]
