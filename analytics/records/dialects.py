"""What SQLite and PostgreSQL each need, so that both give the same: writers that queue up, readers that see one moment.

A writer holds the whole database from its first statement on. On PostgreSQL that is an advisory lock of the
transaction: the server frees it when the transaction ends, after its rows can be seen, so the next line of the audit
chain always follows the last one. SERIALIZABLE would let writers run side by side and refuse one of them at the end;
it would have to be done over, which a `with transaction()` cannot, and two lines after the same one are no rare event
here but every pair of writers.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from analytics.words import Refused

BUSY_MS = 10_000
PRAGMAS = (f"busy_timeout = {BUSY_MS}", "journal_mode = WAL", "foreign_keys = ON", "temp_store = MEMORY")
WRITERS = 0x71_7A_01  # the advisory lock of whoever writes; locks are of one database, so the number may be fixed
# A statement that hangs, or somebody who begins and never ends, must not hold up a whole office.
LIMITS = {
    "lock_timeout": BUSY_MS,
    "statement_timeout": 30_000,
    "idle_in_transaction_session_timeout": 60_000,
}
SESSION = {**LIMITS, "timezone": "UTC", "default_transaction_isolation": r"read\ committed"}
# For libpq: notice a server that is gone without a word.
CONNECT: dict[str, Any] = {
    "options": " ".join(f"-c {name}={value}" for name, value in SESSION.items()),
    "application_name": "qingzhang",
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}


class Unreachable(Refused):
    """A database does not answer: gone, restarting, or held by somebody for too long."""


@dataclass(frozen=True)
class Dialect:
    """`options` of create_engine; what to do before the first connection, at each connection, at each transaction."""

    prepare: Callable[[URL], None]
    on_connect: Callable[[DBAPIConnection, ConnectionPoolEntry], None]
    on_begin: Callable[[Connection], None]
    options: dict[str, Any] = field(default_factory=dict)


def parsed(url: str) -> URL:
    """A URL in its parts; Refused, without a word of it, when it is none or of another kind of database."""
    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        parts = None
    if parts is None or parts.drivername not in DRIVERS:
        raise Refused(
            "数据库地址应写作 postgresql+psycopg://用户:密码@主机/数据库,或 sqlite:///文件。未执行,请核对设置。"
        )
    return parts


@contextmanager
def reachable() -> Iterator[None]:
    """Unreachable in place of the driver's error, which names host and user, when the database is to blame."""
    try:
        yield
    except DBAPIError as error:
        if not _lost(error):
            raise
        logging.getLogger(__name__).error("database: %s", type(error.orig).__name__)
        raise Unreachable("数据库没有应答,这一步没有确认完成。请稍后刷新核对,再试一次。") from None


def _lost(error: DBAPIError) -> bool:
    """PostgreSQL's operational errors are the server's (no connection, shut down, timeouts, disk full); SQLite's
    are also misspelt names, so only a lock waited for in vain is taken."""
    if not isinstance(error, OperationalError | InterfaceError):
        return error.connection_invalidated
    return getattr(error.orig, "sqlite_errorname", "SQLITE_BUSY").startswith("SQLITE_BUSY")


def _private_file(url: URL) -> None:
    """Make the file, readable by its owner only; SQLite gives its -wal and -shm the same mode.

    It is made aside and appears in WAL: SQLite refuses, without waiting, to switch a file somebody else is opening.
    A file that is there is never opened: closing it would drop every lock this process has on it (POSIX), and another
    process would take a log that is in use for one left behind, and lose what is in it.
    """
    if url.database and url.database != ":memory:" and not (path := Path(url.database)).exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".new-", dir=path.parent) as aside:
            made = Path(aside) / path.name
            os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with closing(sqlite3.connect(made)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
            with suppress(FileExistsError):  # another was first
                os.link(made, path)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN" if _reads_only(connection) else "BEGIN IMMEDIATE")


def _nothing(*_given: object) -> None:
    """PostgreSQL makes no file, and is told its limits with the connection."""


def _begin_postgresql(connection: Connection) -> None:
    """READ COMMITTED under the lock: each statement sees what the writer before has left."""
    if _reads_only(connection):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITERS})")


def _reads_only(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reads_only", False))


DRIVERS: dict[str, Dialect] = {
    "sqlite": Dialect(_private_file, _prepare_sqlite, _begin_sqlite),
    "postgresql+psycopg": Dialect(
        _nothing, _nothing, _begin_postgresql, {"pool_pre_ping": True, "connect_args": CONNECT}
    ),
}
