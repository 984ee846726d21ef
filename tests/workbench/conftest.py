"""The small store opened, and the shelf of a session that brought nothing yet."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.engine import Engine, open_engine
from analytics.permissions import operator
from analytics.snapshots import current_snapshot
from analytics.viewer import Viewer
from analytics.workbench import Shelf
from tests.support.small_store import small_store

SESSION = "0123456789abcdef" * 2


@dataclass
class Bench:
    viewer: Viewer
    engine: Engine
    shelf: Shelf


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """One engine for the tests of a file: a snapshot never changes."""
    return open_engine(small_store(tmp_path_factory.mktemp("small") / "store"))


@pytest.fixture
def bench(opened: Engine, store: Path) -> Iterator[Bench]:
    """For what writes no run; the store's keys and the shelf's lists are those of this test alone."""
    yield Bench(operator(), opened, Shelf(opened.snapshot.store, SESSION))
    shutil.rmtree(opened.snapshot.store / "tmp", ignore_errors=True)


@pytest.fixture
def own_bench(opened: Engine, store: Path) -> Bench:
    """A store of its own, for what writes runs into it."""
    shutil.copytree(opened.snapshot.store, store, dirs_exist_ok=True)
    snapshot = current_snapshot(store)
    assert snapshot is not None
    return Bench(operator(), open_engine(snapshot), Shelf(store, SESSION))
