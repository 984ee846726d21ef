"""A database in a backup: seen at one moment, copied while people work on, put back into an empty one."""

from __future__ import annotations

import shutil
import sqlite3
from abc import ABC, abstractmethod
from pathlib import Path

from sqlalchemy import URL, Connection, NullPool, create_engine, inspect, text

from analytics.backups import postgresql
from analytics.records.dialects import CONNECT, parsed
from analytics.settings import settings
from analytics.words import Refused

PAGES = 4096  # copied at a time
# A statement for each table and each function of the schema that was empty before.
DROPS = """SELECT format('DROP TABLE %I CASCADE', tablename) FROM pg_tables WHERE schemaname = current_schema()
    UNION ALL SELECT format('DROP FUNCTION %s', p.oid::regprocedure) FROM pg_proc p
    WHERE pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"""


class Database(ABC):
    """One of DATABASES. `pin` while writers wait; then `copy` whenever it suits, and `let_go`."""

    kind: str
    suffix: str

    def __init__(self, name: str, url: URL) -> None:
        self.name, self.url = name, url

    @property
    def file(self) -> str:
        """Its name in the backup."""
        return f"{self.name}{self.suffix}"

    @abstractmethod
    def size(self) -> int:
        """Bytes it takes now."""

    @abstractmethod
    def pin(self) -> None:
        """From now on `copy` sees it as it is at this moment."""

    @abstractmethod
    def copy(self, target: Path) -> None:
        """Write it, as pinned, to a new file."""

    @abstractmethod
    def let_go(self) -> None:
        """End what `pin` began."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether there is nothing a restore would write over."""

    @abstractmethod
    def put_back(self, copied: Path) -> None:
        """Make the empty database what it was; all of it or nothing."""

    @abstractmethod
    def empty(self) -> None:
        """Take away what `put_back` brought."""


class Sqlite(Database):
    """By SQLite's own online backup, from a connection that keeps reading at its moment."""

    kind, suffix = "sqlite", ".db"

    @property
    def path(self) -> Path:
        return Path(self.url.database or "")

    @property
    def _files(self) -> list[Path]:
        return [self.path.with_name(f"{self.path.name}{end}") for end in ("", "-wal", "-shm")]

    def size(self) -> int:
        return sum(path.stat().st_size for path in self._files if path.exists())

    def pin(self) -> None:
        self._reader = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        self._reader.execute("BEGIN")
        self._reader.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a transaction sees from its first read

    def copy(self, target: Path) -> None:
        copied = sqlite3.connect(target)
        self._reader.backup(copied, pages=PAGES)
        copied.close()

    def let_go(self) -> None:
        self._reader.close()

    def is_empty(self) -> bool:
        """A log left behind alone would be played into the file put beside it."""
        return not any(path.exists() for path in self._files)

    def put_back(self, copied: Path) -> None:
        """The file was copied and checked with the others: it moves to where it is looked for."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(copied, self.path)

    def empty(self) -> None:
        for path in self._files:
            path.unlink(missing_ok=True)


class Postgresql(Database):
    """By pg_dump, in the snapshot of a transaction that stays open meanwhile."""

    kind, suffix = "postgresql", ".pgdump"

    def size(self) -> int:
        with self._connection() as connection:
            return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)

    def pin(self) -> None:
        self._holder = self._connection().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._holder.execute(text("SET idle_in_transaction_session_timeout = 0"))
        self._snapshot = str(self._holder.scalar(text("SELECT pg_export_snapshot()")))

    def copy(self, target: Path) -> None:
        postgresql.dump(self.url, self._snapshot, target)

    def let_go(self) -> None:
        self._holder.close()

    def is_empty(self) -> bool:
        with self._connection() as connection:
            return not inspect(connection).get_table_names()

    def put_back(self, copied: Path) -> None:
        postgresql.put_back(self.url, copied)

    def empty(self) -> None:
        with self._connection() as connection, connection.begin():
            for drop in connection.scalars(text(DROPS)).all():
                connection.exec_driver_sql(drop)

    def _connection(self) -> Connection:
        return create_engine(self.url, poolclass=NullPool, hide_parameters=True, connect_args=CONNECT).connect()


KINDS: dict[str, type[Database]] = {"sqlite": Sqlite, "postgresql": Postgresql}


def database(name: str) -> Database:
    """The database of that name as the settings have it."""
    url = parsed(settings().database_url(name))
    return KINDS[url.get_backend_name()](name, url)


def refuse_filled(one: Database, kind: str) -> None:
    """Refused unless the database is of this kind, and empty."""
    if one.kind != kind:
        raise Refused(
            "备份里的 {name} 库是 {kind},现在设置的是 {set}。未恢复,请先改好 QINGZHANG_{NAME}_URL。",
            name=one.name,
            kind=kind,
            set=one.kind,
            NAME=one.name.upper(),
        )
    if not one.is_empty():
        raise Refused("{name} 库里已有内容,未恢复,什么都没有改变。请指向一个空的数据库。", name=one.name)
