"""Runs a cleaning expression over texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa


def ask(texts: Sequence[str | None], *expressions: Callable[[str], str]) -> list[Any]:
    """What each expression makes of each text: a list of values, of tuples when there are several expressions."""
    given = pa.table({"line": range(len(texts)), "raw text": pa.array(texts, pa.string())})
    columns = ", ".join(expression('"raw text"') for expression in expressions)
    rows = _engine().register("given", given).execute(f"SELECT {columns} FROM given ORDER BY line").fetchall()
    return [row[0] for row in rows] if len(expressions) == 1 else rows


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 1})
