"""Health of the rules: what each found among how many, what came of it, and which flood or never hit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.intervals import Share, share
from analytics.permissions import require
from analytics.rules.catalogue import Rule, catalogue
from analytics.rules.runs import Run, list_runs
from analytics.viewer import Viewer

# rule -> (confirmed, reviewed), from the county's reviews only
Outcomes = Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Health:
    """A rule in its last run. `share` of the population and of the reviewed carry their intervals; `never` means no
    run of this store ever had a hit; `since` is the day its version came into force."""

    rule: Rule
    state: str
    why_not: str
    hits: int
    subjects: int
    population: int
    share: Share
    reviewed: int
    confirmed: Share
    since: date
    seconds: float
    warning: str
    never: bool


def health(viewer: Viewer, store: Path, run: Run, outcomes: Outcomes | None = None) -> list[Health]:
    """Every rule of the run that the catalogue still has, in order of code. Raises Refused for who may not look."""
    require(viewer, "look")
    rules, hit = catalogue(), _ever_hit(store)
    reports = [report for report in run.manifest["rules"] if report["code"] in rules]
    return [_of(rules[r["code"]], r, (outcomes or {}).get(r["code"], (0, 0)), r["code"] not in hit) for r in reports]


def _ever_hit(store: Path) -> set[str]:
    return {r["code"] for run in list_runs(store) for r in run.manifest["rules"] if r.get("hits")}


def _of(rule: Rule, report: dict[str, Any], reviewed: tuple[int, int], never: bool) -> Health:
    subjects, population = report.get("subjects") or 0, report.get("population") or 0
    return Health(
        rule=rule,
        state=report["state"],
        why_not=report["why_not"],
        hits=report.get("hits") or 0,
        subjects=subjects,
        population=population,
        share=share(subjects, population),
        reviewed=reviewed[1],
        confirmed=share(*reviewed),
        since=rule.header.valid_from,
        seconds=report["seconds"],
        warning=report.get("warning") or "",
        never=never and report["state"] == "done",
    )
