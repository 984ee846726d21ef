"""An export is served once, in time, to the session that asked, and lies encrypted until then."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from analytics.export import CSV_TYPE, File, Head, Order
from analytics.records import anchors, audit, sealed_files
from analytics.records.accounts.sessions import NewSession, live_session, sign_in
from analytics.records.audit_check import verify
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import issue_export, redeem_export
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD

PAYLOAD = "疑点,金额\n1,20.00\n".encode()


def order(filename: str = "suspects.csv", rows: int = 1) -> Order:
    """A file whose head says what it was given; who asks is nobody until the service says so."""
    head = Head(Viewer("somebody else", "nobody"), "乡镇=青禾镇", "abc", "def")
    return Order(filename, CSV_TYPE, head, lambda whole: File(_headed(whole), rows))


def _headed(head: Head) -> bytes:
    return PAYLOAD + json.dumps([head.viewer.account, head.reason, head.audit], ensure_ascii=False).encode()


def issue(session: NewSession, reason: str = "向分管领导汇报") -> str:
    live = live_session(session.id)
    assert live is not None
    return issue_export(live.viewer, session.id, order(), reason).serial


def test_served_once(session: NewSession, store: Path) -> None:
    serial = issue(session)
    export = redeem_export(serial, session.id)
    assert (export.filename, export.media_type) == ("suspects.csv", CSV_TYPE) and export.payload.startswith(PAYLOAD)
    assert list((store / "exports").iterdir()) == []
    with pytest.raises(Refused):
        redeem_export(serial, session.id)


def test_the_service_says_who_why_and_where_the_log_stood(session: NewSession) -> None:
    before = audit.head()
    said = json.loads(redeem_export(issue(session), session.id).payload.removeprefix(PAYLOAD))
    assert said == ["training", "向分管领导汇报", before] and before.startswith("2-")


def test_not_to_another_session(session: NewSession) -> None:
    serial = issue(session)
    other = sign_in("training", PASSWORD)
    with pytest.raises(Refused):
        redeem_export(serial, other.id)
    assert redeem_export(serial, session.id).payload.startswith(PAYLOAD)


def test_not_after_ten_minutes_and_the_file_goes(session: NewSession, store: Path) -> None:
    serial = issue(session)
    with transaction() as tx:
        tx.get_one(ExportTicket, serial).expires_at = now() - timedelta(seconds=1)
    with pytest.raises(Refused):
        redeem_export(serial, session.id)
    newer = issue(session)
    assert [path.name for path in (store / "exports").iterdir()] == [newer]


def test_encrypted_at_rest(session: NewSession, store: Path) -> None:
    serial = issue(session)
    sealed = (store / "exports" / serial).read_bytes()
    assert PAYLOAD not in sealed and "疑点".encode() not in sealed


def test_an_unknown_serial(session: NewSession) -> None:
    with pytest.raises(Refused):
        redeem_export("0" * 32, session.id)


@pytest.mark.parametrize("reason", ["", "  ", "x"])
def test_no_reason_no_file(session: NewSession, store: Path, reason: str) -> None:
    with pytest.raises(Refused, match="理由"):
        issue(session, reason)
    assert not (store / "exports").exists()


def test_needs_the_permission_before_anything_is_made(session: NewSession) -> None:
    def never(_head: Head) -> File:
        raise AssertionError("made without permission")

    with pytest.raises(Refused, match="导出"):
        issue_export(Viewer("x", "nobody"), session.id, Order("a.csv", "text/csv", order().head, never), "汇报")
    with pytest.raises(Refused, match="查看全号"):
        plain = Order("a.csv", "text/csv", order().head, never, plain=True)
        issue_export(Viewer("x", "leader"), session.id, plain, "汇报")


def test_asked_and_served_are_logged_and_anchored(session: NewSession, store: Path) -> None:
    payload = redeem_export(issue(session), session.id).payload
    with reading() as tx:
        asked, served = tx.query(audit.AuditLine).order_by(audit.AuditLine.seq).all()[-2:]
    assert (asked.action, served.action) == ("export", "export.served")
    logged = json.loads(asked.detail)
    assert (logged["rows"], logged["filters"], logged["run"], logged["plain"]) == (1, "乡镇=青禾镇", "def", False)
    assert logged["sha256"] == hashlib.sha256(payload).hexdigest() and logged["size"] == len(payload)
    assert [one.seq for one in anchors.kept("records") if isinstance(one, anchors.Anchor)] == [asked.seq]
    assert verify() == []


@pytest.mark.parametrize(
    ("wanted", "is_called"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("=cmd|' /C calc'!A0.csv", "cmd_' _C calc'!A0.csv"),
        ("＝1＋1.xlsx", "1＋1.xlsx"),
        ("疑点\r\nSet-Cookie: a.csv", "疑点__Set-Cookie_ a.csv"),
        ("发放\u202excod.exe", "发放_xcod.exe"),
        ("...", "导出"),
        ("长" * 300 + ".csv", "长" * 116 + ".csv"),
    ],
)
def test_a_file_name_is_a_name_and_nothing_else(session: NewSession, wanted: str, is_called: str) -> None:
    viewer = Viewer("training", "training")
    serial = issue_export(viewer, session.id, order(wanted), "汇报").serial
    assert redeem_export(serial, session.id).filename == is_called


def test_the_fields_files_wait_in_its_own_home(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_FACE", "field")
    with sealed_files.put("answer", b"rows"):
        assert [path.name for path in (store / "field" / "exports").iterdir()] == ["answer"]
    assert sealed_files.get("answer") == b"rows" and not (store / "exports").exists()
