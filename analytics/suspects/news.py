"""What a run brought: subjects asked about for the first time, and those no longer asked about."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.engine import Engine
from analytics.permissions import require
from analytics.rules.runs import Run, compare, run_before
from analytics.viewer import Viewer

# A unit is known again by its code, a person, household or account by its key.
_SUBJECT = "DISTINCT (h.subject, coalesce(nullif(h.subject_code, ''), CAST(h.subject_key AS VARCHAR)))"
_COUNT = f"""
    SELECT count(*) AS subjects FROM (
        SELECT {_SUBJECT} FROM {{here}} AS h WHERE h.tier <> 'data' AND {{scope}}
        EXCEPT SELECT {_SUBJECT} FROM {{there}} AS h WHERE h.tier <> 'data')"""


@dataclass(frozen=True)
class News:
    """Against the run before: `new` and `gone` suspects, data faults left out."""

    before: Run
    new: int
    gone: int


def news(viewer: Viewer, engine: Engine, run: Run) -> News | None:
    """How a run differs from the run of all rules before it, within the scope; None when it is the first."""
    require(viewer, "look")
    before = run_before(run)
    if before is None:
        return None
    tables = compare(before, run) | {"had": before.hits(), "has": run.hits()}
    scope = viewer.scope.where("h")
    new, gone = (
        int(engine.query(_COUNT.format(here=here, there=there, scope=scope), tables=tables)["subjects"][0].as_py())
        for here, there in (("new", "had"), ("gone", "has"))
    )
    return News(before, new, gone)
