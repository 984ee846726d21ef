"""The database comes up by itself, once, matches the tables the code knows, and makes writers queue: on either kind."""

import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from analytics.records import (
    audit,
    db,
    dialects,
    export_requests,
    export_tickets,
    job_rows,
    own_rules,
    prechecks,
    request_rows,
)
from analytics.records.accounts import grants, models
from analytics.records.audit_check import verify
from analytics.records.base import Base
from analytics.settings import ROOT
from analytics.viewer import Viewer
from tests.support.databases import Databases

WHO = Viewer("li", "training")
COUNT = select(func.count()).select_from(audit.AuditLine)
LINES_EACH, PROCESSES = 12, 4
TABLE_MODULES = (audit, export_requests, export_tickets, grants, job_rows, models, own_rules, prechecks, request_rows)


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


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("foreign_keys", 1), ("temp_store", 2), ("busy_timeout", 10_000)]
)
def test_sqlite_settings(store: Path, pragma: str, value: object) -> None:
    with db.reading() as tx:
        assert tx.scalar(text(f"PRAGMA {pragma}")) == value


def test_writers_queue_and_the_chain_stays_one(store: Path) -> None:
    def write(number: int) -> int:
        with db.transaction() as tx:
            return audit.append(tx, WHO, "reveal", str(number))

    write(0)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, range(40)))
    assert sorted(numbers) == list(range(2, 42))
    assert verify() == []


def test_writers_of_several_processes_queue_too(store: Path) -> None:
    command = [sys.executable, "-m", "tests.support.writes_lines", str(LINES_EACH)]
    writers = [subprocess.Popen(command, cwd=ROOT) for _ in range(PROCESSES)]
    assert [writer.wait(60) for writer in writers] == [0] * PROCESSES
    written = Counter(line.subject for line in audit.lines("reveal"))
    assert set(written.values()) == {1} and written.total() == LINES_EACH * PROCESSES
    assert verify() == []


def test_opening_a_database_again_keeps_the_locks_on_it(store: Path) -> None:
    """Else the next process to leave takes SQLite's log away, and what this one writes then is lost."""

    def write() -> None:
        with db.transaction() as tx:
            audit.append(tx, WHO, "here")

    write()
    db.upgrade(db.records_url())
    subprocess.run([sys.executable, "-m", "tests.support.writes_lines", "1"], cwd=ROOT, check=True)
    write()
    seen = "from analytics.records import audit; print(len(audit.lines('here')))"
    told = subprocess.run([sys.executable, "-c", seen], cwd=ROOT, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "2" and verify() == []


def test_a_reader_sees_one_moment_and_waits_for_nobody(store: Path) -> None:
    with db.transaction() as tx:
        audit.append(tx, WHO, "first")
    with db.reading() as reader:
        assert reader.scalar(COUNT) == 1
        with db.transaction() as tx:
            audit.append(tx, WHO, "second")
            with db.reading() as other:
                assert other.scalar(COUNT) == 1, "not yet committed"
        assert reader.scalar(COUNT) == 1, "as it was when first asked"
    with db.reading() as reader:
        assert reader.scalar(COUNT) == 2


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_who_only_reads_cannot_write_on_postgresql(store: Path) -> None:
    with pytest.raises(DBAPIError, match="read-only"), db.reading() as tx:
        tx.execute(text("DELETE FROM job"))


def test_a_lock_waited_for_in_vain_is_one_sentence(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialects, "PRAGMAS", ("busy_timeout = 100",))
    monkeypatch.setitem(dialects.CONNECT, "options", "-c lock_timeout=100")
    with db.transaction() as tx:
        audit.append(tx, WHO, "first")
        with pytest.raises(dialects.Unreachable, match="稍后刷新核对"), db.transaction() as other:
            audit.append(other, WHO, "second")
    assert [line.seq for line in audit.lines("first")] == [1] and audit.lines("second") == []


def test_errors_carry_no_value(store: Path) -> None:
    with pytest.raises(DBAPIError) as caught, db.transaction() as tx:
        tx.execute(text("INSERT INTO no_such_table VALUES (:value)"), {"value": "519900199001011234"})
    assert "5199" not in str(caught.value)


def _open(path: Path) -> str:
    url, sqlite = make_url(f"sqlite:///{path}"), dialects.DRIVERS["sqlite"]
    sqlite.prepare(url)
    with closing(sqlite3.connect(path)) as connection:
        sqlite.on_connect(connection, None)
        connection.execute("CREATE TABLE IF NOT EXISTS one (a)")
        return connection.execute("PRAGMA journal_mode").fetchone()[0]


def test_a_new_file_appears_in_wal(tmp_path: Path) -> None:
    """SQLite does not wait for a switch to WAL, so nobody may see a file before it (bytes 18 and 19 of its header)."""
    dialects.DRIVERS["sqlite"].prepare(make_url(f"sqlite:///{tmp_path}/new.db"))
    assert [path.name for path in tmp_path.iterdir()] == ["new.db"]
    assert (tmp_path / "new.db").read_bytes()[18:20] == b"\x02\x02"


def test_many_open_a_new_file_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(100):
            assert set(pool.map(_open, [tmp_path / f"{number}.db"] * 8)) == {"wal"}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_several_bring_a_new_database_up_together(store: Path, databases: Databases) -> None:
    url = databases.new() if db.records_url().startswith("postgresql") else db.records_url()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(db.upgrade, [url] * 4))
    with db.reading(url) as tx:
        assert tx.scalar(text("SELECT version_num FROM alembic_version")) == db.HEAD
