"""A backup's and a restore's lines in the audit logs of the databases concerned, and their anchors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.faces import here
from analytics.permissions import require
from analytics.records import audit
from analytics.records.db import transaction
from analytics.records.requests import OFFICE
from analytics.settings import settings
from analytics.viewer import Viewer


def note(viewer: Viewer, names: Iterable[str], action: str, subject: str, **detail: Any) -> None:
    """A line in each database; who it was stands in this face's own log, elsewhere it was the office."""
    require(viewer, "backup")
    for name in names:
        url = settings().database_url(name)
        with transaction(url) as tx:
            audit.append(tx, viewer if name == here().own else OFFICE, action, subject, **detail)
        audit.anchor(url)
