"""The database comes up by itself, once, and matches the tables the code knows."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from analytics.records import audit, db, exports, job_rows, own_rules, prechecks, request_rows
from analytics.records.accounts import grants, models
from analytics.records.base import Base
from analytics.viewer import Viewer

TABLE_MODULES = (audit, exports, grants, job_rows, models, own_rules, prechecks, request_rows)


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(db.MIGRATIONS)).get_current_head() == db.HEAD


def test_migrations_and_models_agree(store: Path) -> None:
    db.upgrade(db.records_url())
    engine = create_engine(db.records_url())
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_upgrading_twice_changes_nothing(store: Path) -> None:
    db.upgrade(db.records_url())
    db.upgrade(db.records_url())
    with db.reading() as tx:
        assert tx.scalar(text("SELECT version_num FROM alembic_version")) == db.HEAD


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 10_000)])
def test_sqlite_settings(store: Path, pragma: str, value: object) -> None:
    with db.reading() as tx:
        assert tx.scalar(text(f"PRAGMA {pragma}")) == value


def test_writers_queue_and_the_chain_stays_one(store: Path) -> None:
    def write(number: int) -> int:
        with db.transaction() as tx:
            return audit.append(tx, Viewer("li", "training"), "reveal", str(number))

    write(0)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(40)))
    assert sorted(numbers) == list(range(2, 42))
    assert audit.verify() == []
