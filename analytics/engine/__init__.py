"""SQL over a snapshot: DuckDB in this process."""

from analytics.engine.duckdb import Engine, open_engine

__all__ = ["Engine", "open_engine"]
