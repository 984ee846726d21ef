"""The snapshot's tables into PostgreSQL: COPY, indexes, statistics."""

from pathlib import Path

import duckdb
import psycopg

from analytics.engine.views import TABLES as HELPERS
from analytics.reference import COLUMNS, current_reference
from analytics.schema import TABLES
from analytics.snapshots import Snapshot

NAMES = (
    "payment",
    "programme",
    "rate",
    "payee",
    "death",
    "assistance_roll",
    "public_employee",
    "prisoner",
    "cadre",
    "account_role",
)
SCHEMA = Path(__file__).parent / "sql" / "schema.sql"


def load(con: psycopg.Connection, snapshot: Snapshot) -> None:
    """All columns of the tables the nine rules read, then schema.sql: indexes and the view `pay`."""
    files = duckdb.connect()
    for name in NAMES:
        columns = {column: TABLES[name].type_of(column) for column in TABLES[name].columns}
        _table(con, name, columns)
        _copy(con, files, name, f"SELECT {', '.join(columns)} FROM read_parquet('{snapshot.glob(name)}')")
    for name, columns in COLUMNS.items():
        _table(con, name, columns)
        _copy(con, files, name, f"SELECT * FROM read_csv('{current_reference().path(name)}', all_varchar = true)")
    _table(con, "period_span", {"period": "INTEGER", "year": "INTEGER", "period_start": "DATE", "period_end": "DATE"})
    _copy(con, files, "period_span", HELPERS["period_span"])
    con.execute(SCHEMA.read_text(encoding="utf-8"))
    con.execute("VACUUM ANALYZE")


def _table(con: psycopg.Connection, name: str, columns: dict[str, str]) -> None:
    con.execute(f"CREATE UNLOGGED TABLE {name} ({', '.join(f'{c} {t}' for c, t in columns.items())})")


def _copy(con: psycopg.Connection, files: duckdb.DuckDBPyConnection, name: str, sql: str) -> None:
    """Stream the rows as PostgreSQL's own text, block by block."""
    cells = files.sql(sql)
    line = " || chr(9) || ".join(f"coalesce({_escaped(c)}, '\\N')" for c in cells.columns)
    batches = cells.project(f"{line} AS line").to_arrow_reader(100_000)
    with con.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for batch in batches:
            copy.write("\n".join(batch.column(0).to_pylist()) + "\n")


def _escaped(column: str) -> str:
    text = f"CAST({column} AS VARCHAR)"
    for plain, written in (("\\", "\\\\"), (chr(9), "\\t"), (chr(10), "\\n"), (chr(13), "\\r")):
        text = f"replace({text}, '{plain}', '{written}')"
    return text
