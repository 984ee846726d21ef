"""What somebody with the database in hand can do and see: past the triggers, past the program."""

from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine, text

from analytics.records import db

DROPPED = {
    "sqlite": ("DROP TRIGGER IF EXISTS audit_line_no_UPDATE", "DROP TRIGGER IF EXISTS audit_line_no_DELETE"),
    "postgresql": ("DROP TRIGGER IF EXISTS audit_line_append_only ON audit_line",),
}


def tamper(*statements: str, url: str = "") -> None:
    """Drop the triggers of the audit log and run `statements`, all or none."""
    engine = create_engine(url or db.records_url())
    with engine.begin() as connection:
        for statement in (*DROPPED[engine.dialect.name], *statements):
            connection.execute(text(statement))
    engine.dispose()


def raw(statement: str) -> None:
    """Run one statement on the records database as it is."""
    engine = create_engine(db.records_url())
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def everything(url: str) -> bytes:
    """All that lies in a database: the bytes of SQLite's files, else every value of every row."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with engine.connect() as connection:
        found = b"\n".join(map(_as_bytes, _values(connection)))
    engine.dispose()
    return found


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in a fixed order."""
    engine = create_engine(url)
    with engine.connect() as connection:
        tables = _tables(connection)
        found = {t.name: sorted(map(tuple, connection.execute(t.select())), key=repr) for t in tables.sorted_tables}
    engine.dispose()
    return found


def _tables(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection)
    return tables


def _values(connection: Connection) -> list[object]:
    return [
        value
        for table in _tables(connection).sorted_tables
        for row in connection.execute(table.select())
        for value in row
    ]


def _as_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
