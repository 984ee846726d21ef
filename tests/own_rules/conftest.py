"""The small county as it is in a store of the test's own."""

from pathlib import Path

import pytest

from analytics.snapshots import Snapshot
from tests.support.small_store import small_store


@pytest.fixture
def snapshot(store: Path) -> Snapshot:
    return small_store(store)
