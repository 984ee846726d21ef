"""The chain holds against whoever can write to the database file but has no key."""

import stat
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from analytics.records import audit
from analytics.records.audit import Fault
from analytics.records.db import reading, transaction
from analytics.viewer import Viewer
from tests.support.tampering import raw, tamper

WHO = Viewer("li", "training")


def write(count: int) -> None:
    for number in range(count):
        with transaction() as tx:
            audit.append(tx, WHO, "reveal", f"person:{number}", "核对身份", table="payee")


def test_a_whole_chain_has_no_fault(store: Path) -> None:
    write(4)
    audit.anchor()
    assert audit.verify() == []


def test_an_empty_log_is_whole(store: Path) -> None:
    audit.anchor()
    assert audit.verify() == []


@pytest.mark.parametrize("column", ["at", "account", "role", "action", "subject", "reason", "detail"])
def test_a_changed_line_is_found(store: Path, column: str) -> None:
    write(4)
    tamper(f"UPDATE audit_line SET {column} = 'x' WHERE seq = 2")
    assert audit.verify() == [Fault("changed", 2)]


def test_a_removed_line_is_found(store: Path) -> None:
    write(4)
    tamper("DELETE FROM audit_line WHERE seq = 2")
    assert audit.verify() == [Fault("removed", 2)]


def test_the_first_line_removed_is_found(store: Path) -> None:
    write(3)
    tamper("DELETE FROM audit_line WHERE seq = 1")
    assert audit.verify() == [Fault("removed", 1)]


def test_reordered_lines_are_found(store: Path) -> None:
    write(4)
    tamper(
        "UPDATE audit_line SET seq = 99 WHERE seq = 2",
        "UPDATE audit_line SET seq = 2 WHERE seq = 3",
        "UPDATE audit_line SET seq = 3 WHERE seq = 99",
    )
    found = audit.verify()
    assert {Fault("changed", 2), Fault("changed", 3), Fault("order", 2), Fault("order", 3)} <= set(found)


def test_a_cut_tail_is_found_when_an_anchor_stands(store: Path) -> None:
    write(4)
    audit.anchor()
    tamper("DELETE FROM audit_line WHERE seq > 2")
    assert audit.verify() == [Fault("cut", 4)]


def test_a_tail_cut_and_grown_again_is_found(store: Path) -> None:
    write(3)
    audit.anchor()
    tamper("DELETE FROM audit_line WHERE seq = 3")
    with transaction() as tx:
        audit.append(tx, WHO, "sign_in", "another")
    assert audit.verify() == [Fault("changed", 3)]


def test_a_forged_anchor_is_found(store: Path) -> None:
    write(2)
    audit.anchor()
    anchors = store / "audit" / "anchors.txt"
    anchors.write_text(anchors.read_text() + f"9 {'0' * 64} {'0' * 64}\nrubbish\n")
    assert audit.verify() == [Fault("anchor", 2), Fault("anchor", 3)]


@pytest.mark.parametrize("statement", ["UPDATE audit_line SET reason = 'x'", "DELETE FROM audit_line"])
def test_the_database_itself_forbids_changes(store: Path, statement: str) -> None:
    write(1)
    with pytest.raises(DBAPIError, match="append-only"):
        raw(statement)
    assert audit.verify() == []


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
