"""The county is taken in once; each test has its own copy of the store."""

import shutil
from pathlib import Path

import pytest

from analytics.snapshots import Snapshot, current_snapshot
from tests.precheck.county import county


@pytest.fixture(scope="session")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("precheck")
    county(folder / "store", folder / "files")
    return folder / "store"


@pytest.fixture
def snapshot(store: Path, taken_in: Path) -> Snapshot:
    shutil.copytree(taken_in, store, dirs_exist_ok=True)
    found = current_snapshot(store)
    assert found is not None
    return found
