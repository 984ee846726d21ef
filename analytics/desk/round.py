"""The desk's round, made every few seconds by the office's server: names out, rosters in, nothing left lying."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import make_url

from analytics import jobs
from analytics.codebook import codebook
from analytics.engine import open_engine
from analytics.records import field_desk
from analytics.records.db import field_url
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer

# The machine itself at work: requests of the field that need no person's decision.
DESK = Viewer("desk", "operator")
_UNITS = ("township", "department", "programme")
# Kind of request → kind of job that carries it out; a correction is decided by a person alone.
JOBS = {"precheck": "field_precheck", "upload": "field_upload"}


def make_round(store: Path) -> None:
    """Publish the units' names, put back what a dead job left, and start the prechecks that wait. Nothing is done
    before the field's database is there."""
    if not _there():
        return
    _publish(store)
    at_work = {job.arguments.get("request") for job in jobs.running(DESK)}
    for asked in field_desk.waiting(DESK):
        if asked.state == "taken" and asked.kind == "precheck" and asked.id not in at_work:
            field_desk.answer(DESK, asked.id, "waiting", {})
        elif asked.state == "waiting" and asked.kind == "precheck" and asked.id not in at_work:
            jobs.start(DESK, JOBS["precheck"], store=str(store), request=asked.id)


def _there() -> bool:
    url = make_url(field_url())
    return url.get_backend_name() != "sqlite" or Path(url.database or "").exists()


def _publish(store: Path) -> None:
    snapshot = current_snapshot(store)
    if snapshot is None or not {"township", "department", "programme"} <= snapshot.tables:
        return
    book = codebook(open_engine(snapshot)).units
    field_desk.publish_units(DESK, [(u, one.key, one.title, one.above) for u in _UNITS for one in book[u].values()])
