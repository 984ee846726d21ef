"""No entry, no act: with an audit table that takes no line, nothing that would be logged happens."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from analytics import jobs, precheck
from analytics.engine import open_engine
from analytics.export import CSV_TYPE, File, Head, Order
from analytics.intake.service import take_in
from analytics.permissions import operator
from analytics.records import audit_log, export_requests
from analytics.records.accounts.accounts import account_exists, create_account
from analytics.records.accounts.sessions import sign_in
from analytics.records.db import reading
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import issue_export, note_file
from analytics.records.job_rows import JobRow
from analytics.records.prechecks import Precheck
from analytics.reference import current_reference
from analytics.reference_edits import save
from analytics.reveal import reveal
from analytics.rules import list_runs, run
from analytics.snapshots import current_snapshot
from analytics.workbench.compare import Question
from analytics.workbench.keep import keep
from analytics.workbench.lists import Ticked
from analytics.workbench.shelf import Shelf
from tests.conftest import PASSWORD
from tests.precheck.county import asked, county, roster
from tests.support.small_store import small_store

WHO = operator()
SESSION = "0" * 32
THRESHOLD = {"rule": "A01", "parameter": "grace_months", "kind": "", "value": "3", "basis": "县委文件"}


@pytest.fixture
def open_log(store: Path) -> Path:
    """A county at work."""
    small_store(store)
    create_account(WHO, "li", PASSWORD, role="analyst", must_change=False)
    return store


@pytest.fixture
def closed(open_log: Path) -> Path:
    """The same, and then a log that takes nothing more."""
    shut(open_log)
    return open_log


def shut(store: Path) -> None:
    with sqlite3.connect(store / "records.db") as connection:
        connection.execute(
            "CREATE TRIGGER audit_full BEFORE INSERT ON audit_line BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    connection.close()


def order(plain: bool = False) -> Order:
    return Order("a.csv", CSV_TYPE, Head(WHO, "全部", "abc"), lambda _head: File(b"a", 1), plain)


def kept(store: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    asked = Question(Ticked("payment", "GL"), Ticked("register", "death"))
    keep(WHO, open_engine(snapshot), Shelf(store, SESSION), asked, "both", "高龄与死亡", "核实")


def one_run(store: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    run(store, snapshot, WHO, ["A01"])


def nothing_in(table: type) -> Callable[[Path], bool]:
    def empty(_store: Path) -> bool:
        with reading() as tx:
            return tx.query(table).count() == 0

    return empty


def no_files(store: Path) -> bool:
    return not list((store / "exports").glob("*"))


ACTS: dict[str, tuple[Callable[[Path], object], Callable[[Path], bool]]] = {
    "an export": (lambda s: issue_export(WHO, SESSION, order(), "汇报"), nothing_in(ExportTicket)),
    "an export's file": (lambda s: issue_export(WHO, SESSION, order(), "汇报"), no_files),
    "an export that waits": (
        lambda s: issue_export(WHO, SESSION, order(plain=True), "汇报"),
        lambda s: nothing_in(export_requests.ExportRequest)(s) and no_files(s),
    ),
    "a file of the command line": (lambda s: note_file(WHO, order(), ""), no_files),
    "a reference edit": (
        lambda s: save(WHO, s, "threshold", [THRESHOLD], "县委文件"),
        lambda s: not any(row["rule"] == "A01" for row in current_reference(s).rows("threshold")),
    ),
    "an account": (
        lambda s: create_account(WHO, "wang", PASSWORD, role="analyst"),
        lambda s: not account_exists("wang"),
    ),
    "a sign-in": (lambda s: sign_in("li", PASSWORD), lambda s: True),
    "a run": (one_run, lambda s: not list_runs(s)),
    "a comparison kept": (kept, lambda s: not list_runs(s)),
    "an intake": (
        lambda s: take_in(WHO, s, [roster(s)]),
        lambda s: len(list((s / "snapshots").iterdir())) == 1,
    ),
    "a job": (lambda s: jobs.start(WHO, "check", store=str(s)), nothing_in(JobRow)),
    "an anchor taken": (lambda s: audit_log.take_anchor(WHO), lambda s: True),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_nothing_happens(closed: Path, act: tuple[Callable[[Path], object], Callable[[Path], bool]]) -> None:
    do, undone = act
    with pytest.raises(DatabaseError):
        do(closed)
    assert undone(closed)


def test_nothing_is_revealed(closed: Path) -> None:
    with pytest.raises(DatabaseError):
        reveal(WHO, closed, "person", 1, "核实")


def test_no_roster_is_checked(store: Path, tmp_path: Path) -> None:
    county(store, tmp_path / "files")
    with reading():
        pass  # makes the database
    shut(store)
    with pytest.raises(DatabaseError):
        precheck.check(WHO, store, roster(tmp_path), asked(store))
    assert nothing_in(Precheck)(store)


SEEN = ("an export", "an export that waits", "a reference edit", "an account", "a run", "a comparison kept")


@pytest.mark.parametrize("name", SEEN)
def test_the_same_happens_while_the_log_takes_lines(open_log: Path, name: str) -> None:
    """What is refused above is not refused for another reason."""
    do, undone = ACTS[name]
    do(open_log)
    assert not undone(open_log)
