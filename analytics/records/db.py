"""The databases: SQLite in the store by default, PostgreSQL by URL; brought up to date when first opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from analytics.faces import here
from analytics.records.dialects import DRIVERS, parsed, reachable
from analytics.settings import DATABASES, settings

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD = "0009"


def records_url() -> str:
    """URL of this face's own records database: where its accounts, sessions and log are."""
    return settings().database_url(here().own)


def field_url() -> str:
    """URL of the field face's database, by which the office takes and answers requests."""
    return settings().database_url("field")


def existing() -> list[str]:
    """URLs of the databases of this face that are there; looking makes none."""
    return [url for url in map(settings().database_url, here().databases) if is_there(url)]


def chain_named(url: str | URL) -> str:
    """The name of the audit chain in the database at `url`: the database's in DATABASES, else its file's."""
    known = {make_url(settings().database_url(name)): name for name in DATABASES}
    return known.get(make_url(url)) or Path(make_url(url).database or "").stem


def is_there(url: str) -> bool:
    """Whether there is a database at `url`; looking makes none. (A server's is, until it is asked.)"""
    parts = make_url(url)
    return parts.get_backend_name() != "sqlite" or Path(parts.database or "").exists()


@contextmanager
def transaction(url: str | None = None) -> Iterator[Session]:
    """A session that commits at the end, or leaves everything as it was when anything is raised.

    Writers queue up, so what is read inside cannot change underneath. Unreachable when the database does not answer.
    """
    with reachable(), Session(_engine(url or records_url()), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(url: str | None = None) -> Iterator[Session]:
    """A session that only reads, all of it as of one moment, and waits for no writer."""
    with reachable():
        engine = _engine(url or records_url()).execution_options(reads_only=True)
        with Session(engine, expire_on_commit=False) as session:
            yield session


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest schema; two processes at once do it once."""
    _upgrade(_connecting(url))


def close() -> None:
    """Close every pooled connection of this process (a store that is moved or deleted)."""
    _engine.cache_clear()
    while _open:
        _open.pop().dispose()


_open: list[Engine] = []


@cache
def _engine(url: str) -> Engine:
    engine = _connecting(url)
    if _version(engine) != HEAD:
        _upgrade(engine)
    return engine


def _connecting(url: str) -> Engine:
    """An engine whose errors never carry the values of a statement: they may be somebody's."""
    parts = parsed(url)
    dialect = DRIVERS[parts.drivername]
    dialect.prepare(parts)
    engine = create_engine(parts, hide_parameters=True, **dialect.options)
    event.listen(engine, "connect", dialect.on_connect)
    event.listen(engine, "begin", dialect.on_begin)
    _open.append(engine)
    return engine


def _version(engine: Engine) -> str | None:
    with engine.execution_options(reads_only=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(engine: Engine) -> None:
    from alembic import command  # heavy, and needed once per database only
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
