"""SQL over a snapshot: DuckDB in this process, or Spark when asked for."""

from analytics.engine.duckdb import Engine, open_engine
from analytics.engine.kinds import Kind, open_kind

__all__ = ["Engine", "Kind", "open_engine", "open_kind"]
