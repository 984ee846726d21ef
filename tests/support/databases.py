"""Databases for tests on a PostgreSQL of their own: each test a fresh one, copied from one that is up to date."""

from itertools import count

import psycopg
from psycopg import sql

from analytics.records import db
from analytics.records.base import Base
from tests.support.postgres import Server

MIGRATED = "migrated"


class Databases:
    """Hands out databases of a server, and drops those handed out."""

    def __init__(self, server: Server) -> None:
        self.server, self._numbers = server, count(1)
        self._handed_out: list[str] = []
        self._spare: list[str] = []
        self._con = psycopg.connect(server.address(), autocommit=True)
        self._con.execute(f"CREATE DATABASE {MIGRATED}")
        db.upgrade(server.url(MIGRATED))
        db.close()

    def fresh(self) -> str:
        """URL of a database with every table and no row."""
        if not self._spare:
            return self.new(MIGRATED)
        self._handed_out.append(self._spare.pop())
        return self.server.url(self._handed_out[-1])

    def new(self, template: str = "template1") -> str:
        """URL of a new database, a copy of `template`; without a table, unless named."""
        name = f"test_{next(self._numbers)}"
        self._con.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
        self._handed_out.append(name)
        return self.server.url(name)

    def take_back(self) -> None:
        """Drop what was handed out, but for databases nobody wrote to; whoever is still connected is cut off."""
        while self._handed_out:
            name = self._handed_out.pop()
            if self._untouched(name):
                self._spare.append(name)
            else:
                self._con.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _untouched(self, name: str) -> bool:
        """Whether every table is there and none has a row."""
        tables = [table for table in Base.metadata.tables if table != "alembic_version"]
        with psycopg.connect(self.server.address(name)) as con:
            found = [con.execute("SELECT to_regclass(%s)", [table]).fetchone() for table in tables]
            if (None,) in found:
                return False
            empty = (con.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(t))) for t in tables)
            return not any(cursor.fetchone() for cursor in empty)

    def close(self) -> None:
        """End the connection that makes and drops them."""
        self._con.close()
