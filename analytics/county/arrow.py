"""Columns of integers and texts as Arrow, in the types of the contract; decimals are exact."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analytics.county.frame import ABSENT, NONE, Columns
from analytics.schema import type_of

_INTEGERS = {"INTEGER": pa.int32(), "BIGINT": pa.int64()}


def to_arrow(columns: Columns) -> pa.Table:
    """Dates come as days since 1970, decimals as integers of their last place; NONE, ABSENT and '' are NULL."""
    return pa.table({name: _array(type_of(name), values) for name, values in columns.items()})


def _array(sql_type: str, values: Any) -> pa.Array:
    if isinstance(values, pa.Array):
        return values
    if sql_type == "VARCHAR":
        texts = pa.array(values, pa.string())
        return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)
    numbers = np.asarray(values)
    blank = numbers == (ABSENT if numbers.dtype == np.int32 else NONE)
    if sql_type.startswith("DECIMAL"):
        return _decimals(numbers, blank, sql_type)
    if sql_type == "BOOLEAN":
        return pa.array(numbers == 1, pa.bool_(), mask=blank)
    numbers = np.where(blank, 0, numbers)
    if sql_type == "DATE":
        return pa.array(numbers.astype(np.int32), pa.int32(), mask=blank).cast(pa.date32())
    return pa.array(numbers, _INTEGERS[sql_type], mask=blank)


def _decimals(numbers: Any, blank: Any, sql_type: str) -> pa.Array:
    """128-bit decimals laid out by hand: the low word is the number, the high word its sign."""
    precision, scale = (int(n) for n in sql_type[8:-1].split(","))
    words = np.empty((len(numbers), 2), np.int64)
    words[:, 0] = np.where(blank, 0, numbers)
    words[:, 1] = words[:, 0] >> 63
    valid = pa.array(~blank).buffers()[1] if len(numbers) else None
    return pa.Array.from_buffers(pa.decimal128(precision, scale), len(numbers), [valid, pa.py_buffer(words)])
