"""Databases for tests on a PostgreSQL of their own: each test a fresh one, copied from one that is up to date."""

from itertools import count

import psycopg
from psycopg import sql

from analytics.records import db
from tests.support.postgres import Server

MIGRATED = "migrated"


class Databases:
    """Hands out databases of a server, and drops those handed out."""

    def __init__(self, server: Server) -> None:
        self.server, self._numbers = server, count(1)
        self._handed_out: list[str] = []
        self._con = psycopg.connect(server.address(), autocommit=True)
        self._con.execute(f"CREATE DATABASE {MIGRATED}")
        db.upgrade(server.url(MIGRATED))
        db.close()

    def fresh(self) -> str:
        """URL of a new database with every table and no row."""
        return self.new(MIGRATED)

    def new(self, template: str = "template1") -> str:
        """URL of a new database, a copy of `template`; without a table, unless named."""
        name = f"test_{next(self._numbers)}"
        self._con.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*map(sql.Identifier, (name, template))))
        self._handed_out.append(name)
        return self.server.url(name)

    def drop(self) -> None:
        """Drop what `fresh` gave; whoever is still connected is cut off."""
        while self._handed_out:
            name = sql.Identifier(self._handed_out.pop())
            self._con.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def close(self) -> None:
        """End the connection that makes and drops them."""
        self._con.close()
