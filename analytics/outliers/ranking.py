"""The ranking of a snapshot, computed once and kept: store/runs/forest-<id>/ranking.parquet.

The id is a hash of snapshot, reference version and everything that steers the forest, so a file never goes stale.
All rows are explained, not only those above a fence: most features are 0, and their contribution is known to be 0.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import portalocker
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.durable import flush
from analytics.engine import Engine
from analytics.outliers.features import measure
from analytics.outliers.method import FEATURES, identity

_ORDER = [("score", "descending"), ("excess", "descending"), ("programme", "ascending")]
_ORDER += [("year", "ascending"), ("household", "ascending")]
ROW_GROUP = 65_536


def ask(engine: Engine, sql: str, parameters: list[Any] | None = None) -> pa.Table:
    """Answer SQL over the relation `ranking` (see `ranking_file`), computing it first where the store has none."""
    path = str(ranking_file(engine)).replace("'", "''")
    with duckdb.connect() as con:
        con.execute(f"CREATE VIEW ranking AS SELECT * FROM read_parquet('{path}')")
        return con.sql(sql, params=parameters).to_arrow_table()


def ranking_file(engine: Engine) -> Path:
    """Parquet of every row, strangest first: rank, keys, amount, peers, excess (yuan above the peers' median, at
    least 0), score, then value_, typical_, feature_ and contribution_ columns. Rows without peers have no feature.

    Two callers at once compute it once: the second waits.
    """
    path = _path(engine)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with portalocker.Lock(path.parent / ".lock", mode="a", timeout=3600):
            if not path.exists():
                _write(compute(engine), path)
    return path


def is_ranked(engine: Engine) -> bool:
    """Whether the ranking is there already; without it the first question takes as long as the forest does."""
    return _path(engine).exists()


def compute(engine: Engine) -> pa.Table:
    """Measure, fit, score, explain and rank every row of the snapshot; columns as in `ranking_file`."""
    """Measure, fit, score, explain and rank every row of the snapshot; columns as in `ranking_file`."""
    rows = measure(engine)
    data = np.column_stack([rows[f"feature_{name}"].to_numpy() for name in FEATURES]).astype(np.float32)
    scores, shares = _scored(data, _compared(rows))
    rows = rows.append_column("score", pa.array(scores))
    for column, name in enumerate(FEATURES):
        rows = rows.append_column(f"contribution_{name}", pa.array(np.ascontiguousarray(shares[:, column])))
    rows = _taken(rows, pc.sort_indices(rows.select([name for name, _way in _ORDER]), sort_keys=_ORDER))
    return rows.add_column(0, "rank", pa.array(np.arange(1, len(rows) + 1, dtype=np.int32)))


def _compared(rows: pa.Table) -> Any:
    """Numbers of the rows that have peers, always in the same order: the forest draws from them by place."""
    keys = [(name, "ascending") for name in ("programme", "year", "household")]
    order = pc.sort_indices(rows.select([name for name, _way in keys]), sort_keys=keys).to_numpy()
    return order[rows["level"].to_numpy()[order] != "none"]


def _scored(data: Any, compared: Any) -> tuple[Any, Any]:
    """(score, contributions) of every row; zeros where there is too little to compare."""
    # Imported here: learning is not needed to read a ranking that is there.
    from analytics.outliers import forest

    if len(compared) < 2:
        return np.zeros(len(data)), np.zeros(data.shape, np.float32)
    return forest.explained(forest.fit(data[compared]), data)


def _taken(rows: pa.Table, order: pa.Array) -> pa.Table:
    """The rows in this order; columns side by side, since one of fifty columns alone keeps one core busy."""
    with ThreadPoolExecutor() as pool:
        columns = list(pool.map(lambda column: column.combine_chunks().take(order), rows.columns))
    return pa.table(columns, schema=rows.schema)


def _path(engine: Engine) -> Path:
    return engine.snapshot.store / "runs" / f"forest-{_identity(engine)}" / "ranking.parquet"


def _identity(engine: Engine) -> str:
    told = [engine.snapshot.id, engine.reference.version, version("scikit-learn"), identity()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def _write(rows: pa.Table, path: Path) -> None:
    """Appear whole or not at all; what a killed process left is written over."""
    beside = path.with_name(".ranking.new")
    pq.write_table(rows, beside, row_group_size=ROW_GROUP, compression="zstd")
    flush(beside)
    beside.replace(path)
    flush(path.parent)
