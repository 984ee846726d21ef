"""How Parquet files are written: the same bytes for the same rows, cheap to write and to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analytics.schema import VAULT

# Columns of which nearly each row has a value of its own: a dictionary of them costs time and space.
_DIFFERENT = frozenset({*VAULT, "payment_no", "roster_line", "source_row"})


def options(columns: Iterable[str]) -> dict[str, Any]:
    """What pyarrow's Parquet writer is told for a table with these columns."""
    return {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": [c for c in columns if c not in _DIFFERENT],
        "store_decimal_as_integer": True,
    }
