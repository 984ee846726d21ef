"""Every test of the records runs on SQLite and on a real PostgreSQL."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher

from analytics.records.accounts import passwords


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store whose databases lie on one or the other."""
    if request.param == "postgresql":
        request.getfixturevalue("on_postgresql")
        # The work of hashing is the same on either; there it is made light.
        light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        monkeypatch.setattr(passwords, "_hasher", lambda: light)
    return store
