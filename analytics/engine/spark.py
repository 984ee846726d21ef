"""Spark in local mode over the same snapshot: the second opinion on every rule, and the way to more machines.

Nothing here is imported, and no Java started, until somebody asks for it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from analytics.engine.duckdb import Engine, Parameters, csv_sql, open_engine
from analytics.engine.shelf import MADE, needed
from analytics.engine.spark_sql import FLAG, to_spark, type_in_spark
from analytics.reference import COLUMNS, OVERLAYS, Reference
from analytics.schema import TABLES
from analytics.settings import settings
from analytics.snapshots import Snapshot
from analytics.snapshots.writer import LAYOUTS
from analytics.words import Refused

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# Loopback only, no page of its own, days without a time zone, errors where DuckDB has them (ANSI).
CONFIG = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.shuffle.partitions": "8",
}


class SparkEngine(Engine):
    """Answers what Engine answers, in Spark; JSON texts are written by DuckDB, so that they are alike."""

    def __init__(self, snapshot: Snapshot, reference: Reference, session: SparkSession | None = None) -> None:
        self.snapshot, self.reference = snapshot, reference
        self.present = snapshot.tables
        self._session = (session or local_session()).newSession()
        self._there: set[str] = set()
        self._held: list[DataFrame] = []
        self._lock = RLock()

    @property
    def embedded(self) -> Engine:
        return open_engine(self.snapshot, self.reference)

    def query(self, sql: str, parameters: Parameters = None, tables: dict[str, pa.Table] | None = None) -> pa.Table:
        """The result as an Arrow table; one question at a time, since `tables` are named for the whole session."""
        with self._lock:
            for name, table in (tables or {}).items():
                self._name(name, table)
            self._fetch(sql)
            found = self._frame(sql, parameters).toArrow()
        return _written(_plain(found), to_spark(sql).json)

    def value(self, sql: str, parameters: Parameters = None) -> Any:
        """The first cell of the result, or None."""
        rows = self.rows(sql, parameters)
        return next(iter(rows[0].values())) if rows else None

    def close(self) -> None:
        """Let go of the helper tables held in Spark's memory: each plan made later is looked for among them."""
        for frame in self._held:
            frame.unpersist()
        self._held.clear()

    def _frame(self, sql: str, parameters: Parameters = None) -> DataFrame:
        first, *more = (self._session.sql(part, args=parameters or None) for part in to_spark(sql).parts)
        for frame in more:
            first = first.unionByName(frame, allowMissingColumns=True)
        return first

    def _name(self, name: str, table: pa.Table) -> None:
        self._session.createDataFrame(table).createOrReplaceTempView(name)

    def _fetch(self, sql: str) -> None:
        """Name what `sql` reads, where it is not there yet."""
        for name in needed(sql):
            if name not in self._there:
                self._make(name)
                self._there.add(name)

    def _make(self, name: str) -> None:
        if name in COLUMNS:
            with duckdb.connect() as con:
                self._name(name, con.sql(csv_sql(self.reference, name, COLUMNS[name])).to_arrow_table())
        elif name in TABLES or name in LAYOUTS:
            self._files(name).createOrReplaceTempView(f"{name}_files")
            over = OVERLAYS.get(name, "SELECT * FROM {files}")
            self._frame(over.format(files=f"{name}_files")).createOrReplaceTempView(name)
        elif MADE.get(name, "").startswith("CREATE MACRO"):
            return
        else:
            made = MADE[name].partition(" AS ")
            frame = self._frame(made[2])
            if "TABLE" in made[0]:
                self._held.append(frame.cache())
            frame.createOrReplaceTempView(name)

    def _files(self, name: str) -> DataFrame:
        """What stands in the files of a table, in the contract's types; no rows where it has none."""
        table = TABLES["payment" if name in LAYOUTS else name]
        columns = [f"{c} {type_in_spark(table.type_of(c))}" for c in table.columns]
        schema = ", ".join(columns + ["year INT"] * (name in LAYOUTS))
        if name not in self.present:
            return self._session.createDataFrame([], schema)
        path = self.snapshot.path / name
        return self._session.read.schema(schema).parquet(str(path) if path.is_dir() else f"{path}.parquet")


def local_session(**more: str) -> SparkSession:
    """The session of this process; Refused in a sentence when PySpark or Java is missing."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise Refused("没有安装 PySpark。请运行:pip install -r requirements-spark.txt") from error
    if not _java():
        raise Refused("没有找到 Java。请安装 Java 17(Debian:openjdk-17-jre-headless)。")
    builder = SparkSession.builder.master(settings().spark_master).appName("qingzhang")
    for key, value in {**CONFIG, "spark.driver.memory": settings().memory.removesuffix("B"), **more}.items():
        builder = builder.config(key, value)
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return (Path(home) / "bin" / "java").exists() if home else shutil.which("java") is not None


def _plain(table: pa.Table) -> pa.Table:
    """The table without the flags that structs carry."""
    columns = {name: _unflagged(table[name].combine_chunks()) for name in table.column_names}
    return pa.table(columns)


def _unflagged(array: pa.Array) -> pa.Array:
    if pa.types.is_struct(array.type):
        names = [field.name for field in array.type if not field.name.startswith(FLAG)]
        return pa.StructArray.from_arrays([_unflagged(array.field(n)) for n in names], names, mask=array.is_null())
    return array


def _written(table: pa.Table, columns: tuple[str, ...]) -> pa.Table:
    """The table with these columns as JSON text."""
    if not columns:
        return table
    texts = ", ".join(f"CAST(to_json({c}) AS VARCHAR) AS {c}" for c in columns)
    with duckdb.connect() as con:
        con.register("spoken", table)
        return con.sql(f"SELECT * REPLACE ({texts}) FROM spoken").to_arrow_table()
