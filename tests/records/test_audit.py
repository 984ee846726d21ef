"""The log is append-only, written with the act or not at all; what tampering leaves: test_tamper.py."""

import stat
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from analytics.records import audit
from analytics.records.audit_check import verify
from analytics.records.db import reading, transaction
from analytics.viewer import Viewer
from tests.support.tampering import raw

WHO = Viewer("li", "training")


def write(count: int) -> None:
    for number in range(count):
        with transaction() as tx:
            audit.append(tx, WHO, "reveal", f"person:{number}", "核对身份", table="payee")


def test_an_empty_log_is_whole(store: Path) -> None:
    audit.anchor()
    assert verify() == []


@pytest.mark.parametrize("statement", ["UPDATE audit_line SET reason = 'x'", "DELETE FROM audit_line"])
def test_the_database_itself_forbids_changes(store: Path, statement: str) -> None:
    write(1)
    with pytest.raises(DBAPIError, match="append-only"):
        raw(statement)
    assert verify() == []


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_postgresql_forbids_emptying_the_log(store: Path) -> None:
    write(1)
    with pytest.raises(DBAPIError, match="append-only"):
        raw("TRUNCATE audit_line")
    assert len(audit.lines("reveal")) == 1


def test_what_cannot_be_logged_does_not_happen(store: Path) -> None:
    """An act whose line fails is rolled back with it."""
    write(1)
    with pytest.raises(TypeError), transaction() as tx:
        audit.append(tx, WHO, "first", "kept only with the second")
        audit.append(tx, WHO, "second", "", unserialisable=object())
    with reading() as tx:
        assert tx.get(audit.AuditLine, 2) is None


def test_numbers_in_a_reason_are_struck_out(store: Path) -> None:
    with transaction() as tx:
        audit.append(tx, WHO, "dossier", "person:7", "群众来电 51990019900101123X 13800000000 反映")
    with reading() as tx:
        reason = tx.get_one(audit.AuditLine, 1).reason
    assert not any(figure in reason for figure in "0123456789")
    assert reason.startswith("群众来电") and reason.endswith("反映")


def test_the_key_file_and_the_database_are_private(store: Path) -> None:
    write(1)
    for path in (store / "keys" / "records.key", *store.glob("*.db")):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [path.name for path in (store / "keys").iterdir()] == ["records.key"]
