"""Every rule on Spark, against its fixture folder and against what DuckDB gives, to the last digit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from analytics.engine import Engine
from analytics.engine.spark import SparkEngine
from analytics.permissions import operator
from analytics.rules import run
from tests.rules.fixtures import HERE, Fixture, find_fixtures, rows_of
from tests.support.spark import on_spark, spark

__all__ = ["spark"]
pytestmark = on_spark


@pytest.mark.parametrize("fixture", find_fixtures(), ids=lambda f: f.code)
def test_spark_gives_the_same_rows(fixture: Fixture, engine_of: Callable[[Fixture], Engine], spark: Any) -> None:
    embedded = engine_of(fixture)
    with closing(SparkEngine(embedded.snapshot, embedded.reference, spark)) as engine:
        rows = rows_of(fixture, engine)
    assert not fixture.differs(rows)
    assert sorted(map(str, rows)) == sorted(map(str, rows_of(fixture, embedded)))


def test_a_run_on_spark_is_the_run_on_duckdb_to_the_byte(store: Path, tmp_path: Path, spark: Any) -> None:
    made = []
    for kind in ("duckdb", "spark"):
        home = tmp_path / kind
        snapshot = Fixture(HERE / "A15").engine(home).snapshot
        made.append(run(home, snapshot, operator(), ["A01", "A15", "G06"], kind=kind))
    assert made[0].id == made[1].id
    assert [found.manifest["engine"] for found in made] == ["duckdb", "spark"]
    files = [(tmp_path / kind / "runs" / made[0].id / "hits.parquet").read_bytes() for kind in ("duckdb", "spark")]
    assert files[0] == files[1] and made[0].hits().num_rows > 0
