"""Every rule on Spark, against its fixture folder and against what DuckDB gives, to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from analytics.engine import Engine
from analytics.engine.spark import SparkEngine
from tests.rules.fixtures import Fixture, find_fixtures, rows_of
from tests.support.spark import on_spark, spark

__all__ = ["spark"]
pytestmark = on_spark


@pytest.mark.parametrize("fixture", find_fixtures(), ids=lambda f: f.code)
def test_spark_gives_the_same_rows(fixture: Fixture, engine_of: Callable[[Fixture], Engine], spark: Any) -> None:
    embedded = engine_of(fixture)
    rows = rows_of(fixture, SparkEngine(embedded.snapshot, embedded.reference, spark))
    assert not fixture.differs(rows)
    assert sorted(map(str, rows)) == sorted(map(str, rows_of(fixture, embedded)))
