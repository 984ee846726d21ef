"""Every test of the records runs on SQLite and on a real PostgreSQL."""

from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, store: Path) -> Path:
    """An empty store whose databases lie on one or the other."""
    if request.param == "postgresql":
        request.getfixturevalue("on_postgresql")
    return store
