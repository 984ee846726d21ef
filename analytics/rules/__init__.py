"""Rules: what is worth asking, one file each; runs of them over a snapshot; the sentence of every hit."""

from analytics.rules.catalogue import Rule, catalogue, known
from analytics.rules.header import BrokenRule, Header
from analytics.rules.parameters import parse_settings
from analytics.rules.run import preview, run, why_not
from analytics.rules.runs import Run, compare, latest_run, list_runs, open_run

__all__ = [
    "BrokenRule",
    "Header",
    "Rule",
    "Run",
    "catalogue",
    "compare",
    "known",
    "latest_run",
    "list_runs",
    "open_run",
    "parse_settings",
    "preview",
    "run",
    "why_not",
]
