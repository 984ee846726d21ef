"""One engine per fixture folder, shared by the tests that ask it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analytics.engine import Engine
from tests.rules.fixtures import Fixture


@pytest.fixture(scope="session")
def engine_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fixture], Engine]:
    """The engine over a fixture, built once."""
    built: dict[str, Engine] = {}

    def get(fixture: Fixture) -> Engine:
        if fixture.code not in built:
            built[fixture.code] = fixture.engine(tmp_path_factory.mktemp(fixture.code))
        return built[fixture.code]

    return get
