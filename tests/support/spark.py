"""One Spark for all tests that ask for it: starting Java takes longer than most of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from analytics.engine.spark import local_session

# Tables of a few rows: planning is all there is, so no code is compiled for them and nothing is split.
TINY = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.leafNodeDefaultParallelism": "1",
    "spark.sql.files.maxPartitionBytes": "1g",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}
MISSING = [name for name, there in (("PySpark", find_spec("pyspark")), ("Java", shutil.which("java"))) if not there]

# What a test of Spark is marked with.
on_spark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (requirements-spark.txt, Java 17)"),
]


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    session = local_session(**TINY)
    yield session
    session.stop()
