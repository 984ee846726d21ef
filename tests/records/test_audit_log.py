"""The log as the auditor reads it: narrowed by SQL, fifty lines a page, as a file, checked."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from analytics.export import Head
from analytics.permissions import ROLES
from analytics.records import audit, audit_log
from analytics.records.audit_check import read_file
from analytics.records.audit_log import Asked
from analytics.records.db import reading, transaction
from analytics.viewer import Scope, Viewer
from analytics.words import Refused

AUDITOR = Viewer("zhou", "auditor")
TODAY = datetime.now(UTC).astimezone().date()


@pytest.fixture
def log(store: Path) -> Path:
    """120 lines of two people."""
    for number in range(120):
        who = Viewer("li" if number % 2 else "wang", "analyst")
        with transaction() as tx:
            audit.append(tx, who, "reveal" if number % 3 else "export", f"person:{number}", "核实", rows=number)
    return store


def test_fifty_a_page_the_newest_first(log: Path) -> None:
    pages = [audit_log.page(AUDITOR, Asked(), number) for number in (1, 2, 3, 4)]
    assert [len(page.lines) for page in pages] == [50, 50, 20, 0] and pages[0].total == 120
    assert [line.seq for page in pages for line in page.lines] == list(range(120, 0, -1))
    assert (pages[0].lines[0].what, pages[0].lines[0].detail) == ("查看全号", "行数 119")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Asked(who="li"), 60),
        (Asked(what=("export",)), 40),
        (Asked(who="li", what=("export", "sign_in")), 20),
        (Asked(on="person:11"), 11),
        (Asked(on="%"), 0),
        (Asked(on="_"), 0),
        (Asked(since=TODAY, until=TODAY), 120),
        (Asked(until=TODAY - timedelta(days=1)), 0),
        (Asked(since=TODAY + timedelta(days=1)), 0),
        (Asked(who="li' OR '1'='1"), 0),
        (Asked(on="'; DROP TABLE audit_line; --"), 0),
        (Asked(who="nobody"), 0),
    ],
)
def test_filters(log: Path, asked: Asked, count: int) -> None:
    assert audit_log.page(AUDITOR, asked).total == count == audit_log.rows(AUDITOR, asked).num_rows
    assert audit_log.page(AUDITOR, Asked()).total == 120


def test_a_day_is_a_day_here_not_in_utc(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    import time

    time.tzset()
    try:
        assert audit_log._midnight(date(2017, 3, 1)) == "2017-02-28T16:00:00+00:00"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"auditor", "training", "operator"}))
def test_for_the_auditor_only(log: Path, role: str) -> None:
    viewer = Viewer("x", role)
    asks = (
        lambda: audit_log.page(viewer, Asked()),
        lambda: audit_log.rows(viewer, Asked()),
        lambda: audit_log.people(viewer),
        lambda: audit_log.status(viewer),
        lambda: audit_log.check(viewer),
        lambda: audit_log.take_anchor(viewer),
        lambda: audit_log.note_whole(viewer),
    )
    for ask in asks:
        with pytest.raises(Refused, match="审计"):
            ask()
    with pytest.raises(Refused):
        audit_log.page(Viewer("zhou", "auditor", Scope(townships=frozenset({1}))), Asked())


def test_how_the_chain_stands(log: Path) -> None:
    stands = audit_log.status(AUDITOR)
    assert (stands.lines, stands.anchored, stands.verified_at) == (120, None, None)
    audit.anchor()
    assert audit_log.check(AUDITOR) == []
    stands = audit_log.status(AUDITOR)
    assert stands.anchored is not None and stands.anchored.seq == 118
    assert (stands.verified_by, stands.lines) == ("zhou", 121)


def test_a_broken_chain_is_left_as_it_is(log: Path) -> None:
    audit.anchor()
    path = log / "audit" / "records.anchors"
    path.write_text(path.read_text("utf-8").replace("records 1 ", "records 2 "), encoding="utf-8")
    assert audit_log.check(AUDITOR)
    assert audit_log.status(AUDITOR).lines == 120


def test_the_anchor_as_an_export_is_a_file_verify_reads(log: Path, tmp_path: Path) -> None:
    file = audit_log.anchor_file(AUDITOR, Head(AUDITOR, "审计日志锚定", "", reason="季度核验"))
    kept = tmp_path / "kept.txt"
    kept.write_bytes(file.payload)
    anchors = read_file(kept)  # on PostgreSQL the field's database is there too
    (anchor,) = [one for one in anchors if one.chain == "records"]
    assert file.rows == len(anchors) and "内部资料 严禁外传" in file.payload.decode() and "records 121 " in str(anchor)
    with reading() as tx:
        line = tx.get_one(audit.AuditLine, 121)
    assert (line.action, line.account, line.reason, json.loads(line.detail)) == ("audit.anchor", "zhou", "季度核验", {})
