"""A store for a whole module, where a server runs over it or building it takes long."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from analytics.records import db


@contextmanager
def own_store(store: Path) -> Iterator[pytest.MonkeyPatch]:
    """The store all settings mean meanwhile, all roles in one process; gives the environment, to set more in it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QINGZHANG_STORE", str(store))
        environment.delenv("QINGZHANG_RECORDS_URL", raising=False)
        environment.setenv("QINGZHANG_TRAINING", "1")
        try:
            yield environment
        finally:
            db.close()
