"""An export is served once, in time, to the session that asked, and lies encrypted until then."""

from datetime import timedelta
from pathlib import Path

import pytest

from analytics.records import audit
from analytics.records.accounts.sessions import NewSession, live_session, sign_in
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.exports import ExportTicket, issue_export, redeem_export
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD

PAYLOAD = "疑点,金额\n1,20.00\n".encode()


def issue(session: NewSession, reason: str = "向分管领导汇报") -> str:
    live = live_session(session.id)
    assert live is not None
    return issue_export(live.viewer, session.id, "suspects.csv", "text/csv", PAYLOAD, reason, rows=1)


def test_served_once(session: NewSession, store: Path) -> None:
    serial = issue(session)
    export = redeem_export(serial, session.id)
    assert (export.filename, export.media_type, export.payload) == ("suspects.csv", "text/csv", PAYLOAD)
    assert list((store / "exports").iterdir()) == []
    with pytest.raises(Refused):
        redeem_export(serial, session.id)


def test_not_to_another_session(session: NewSession) -> None:
    serial = issue(session)
    other = sign_in("training", PASSWORD)
    with pytest.raises(Refused):
        redeem_export(serial, other.id)
    assert redeem_export(serial, session.id).payload == PAYLOAD


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


def test_needs_the_permission(session: NewSession) -> None:
    with pytest.raises(Refused, match="导出"):
        issue_export(Viewer("x", "nobody"), session.id, "a.csv", "text/csv", PAYLOAD, "汇报")


def test_asked_and_served_are_logged_and_anchored(session: NewSession, store: Path) -> None:
    redeem_export(issue(session), session.id)
    with reading() as tx:
        actions = [line.action for line in tx.query(audit.AuditLine).order_by(audit.AuditLine.seq)]
    assert actions[-2:] == ["export", "export.served"]
    assert len((store / "audit" / "anchors.txt").read_text().splitlines()) == 1
    assert audit.verify() == []
