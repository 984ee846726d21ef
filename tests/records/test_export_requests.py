"""Large exports and full numbers leave after a second person has approved, once, to who asked, as they were asked."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from analytics.export import CSV_TYPE, File, Head, Order
from analytics.permissions import operator
from analytics.records import audit, exports
from analytics.records import export_requests as requests
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.export_requests import ExportRequest
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import Issued, issue_export, redeem_export
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.conftest import PASSWORD

ASKS = Viewer("training", "analyst")
LEADER = Viewer("wang", "leader")


def ask(session: NewSession, rows: int = 5001, *, plain: bool = False, viewer: Viewer = ASKS) -> Issued:
    head = Head(viewer, "乡镇=青禾镇", "abc")
    order = Order("疑点.csv", CSV_TYPE, head, lambda _head: File(b"rows", rows), plain=plain)
    return issue_export(viewer, session.id, order, "移交核查组 51990019900101123X")


def lines(action: str) -> list[dict[str, object]]:
    return [json.loads(line.detail) for line in audit.lines(action)]


@pytest.mark.parametrize(("rows", "alone"), [(4999, True), (5000, True), (5001, False)])
def test_over_the_number_it_waits(session: NewSession, rows: int, alone: bool) -> None:
    issued = ask(session, rows)
    assert (bool(issued.serial), bool(issued.request)) == (alone, not alone)


def test_files_just_under_the_number_are_added_up_over_a_day(
    session: NewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(session, 3000).serial and ask(session, 2000).serial
    beyond = ask(session, 1)
    assert beyond.request and not beyond.serial and len(lines("export")) == 2
    other = replace(ASKS, account="li")
    assert ask(session, 5000, viewer=other).serial, "each for oneself"
    later = now() + exports.DAY
    monkeypatch.setattr(exports, "now", lambda: later)
    assert ask(session, 1).serial


def test_several_at_once_do_not_slip_through(session: NewSession) -> None:
    with ThreadPoolExecutor(4) as pool:
        issued = list(pool.map(lambda _number: ask(session, 1500), range(8)))
    assert sum(bool(one.serial) for one in issued) == 3
    assert sum(bool(one.request) for one in issued) == 5


def test_the_number_is_a_setting(session: NewSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_EXPORT_ROWS_ALONE", "0")
    assert ask(session, 1).request and not ask(session, 0).request


def test_the_files_own_rows_count_not_what_a_page_says(session: NewSession) -> None:
    order = Order("a.csv", CSV_TYPE, Head(ASKS, "1 行", "abc"), lambda _head: File(b"rows", 9000), about={"rows": 1})
    assert issue_export(ASKS, session.id, order, "汇报").request


def test_full_numbers_always_wait(session: NewSession) -> None:
    assert ask(session, 1, plain=True).request


def test_approved_it_is_fetched_once_by_the_session_that_collects(session: NewSession, store: Path) -> None:
    request = ask(session).request
    (seen,) = requests.waiting(LEADER)
    assert (seen.rows, seen.plain, seen.filters, seen.account) == (5001, False, "乡镇=青禾镇", "training")
    assert "519900" not in seen.reason
    requests.approve(LEADER, request, "同意移交")
    serial = requests.collect(ASKS, session.id, request)
    other = sign_in("training", PASSWORD)
    with pytest.raises(Refused):
        redeem_export(serial, other.id)
    assert redeem_export(serial, session.id).payload == b"rows"
    assert list((store / "exports").iterdir()) == [] and requests.mine(ASKS)[0].stands == "fetched"
    with pytest.raises(Refused):
        requests.collect(ASKS, session.id, request)


def test_what_was_not_fetched_in_time_may_be_opened_again(session: NewSession) -> None:
    request = ask(session).request
    requests.approve(LEADER, request, "同意移交")
    first, second = (requests.collect(ASKS, session.id, request) for _ in range(2))
    with pytest.raises(Refused):
        redeem_export(first, session.id)
    assert redeem_export(second, session.id).payload == b"rows"


def test_the_download_lasts_ten_minutes(session: NewSession) -> None:
    request = ask(session).request
    requests.approve(LEADER, request, "同意移交")
    serial = requests.collect(ASKS, session.id, request)
    with reading() as tx:
        ticket = tx.get_one(ExportTicket, serial)
    assert ticket.expires_at - ticket.created_at == timedelta(minutes=10)


def test_before_and_without_approval_there_is_nothing(session: NewSession, store: Path) -> None:
    request = ask(session).request
    with pytest.raises(Refused, match="没有批准"):
        requests.collect(ASKS, session.id, request)
    requests.refuse(LEADER, request, "范围过大")
    assert requests.mine(ASKS)[0].note == "范围过大" and not list((store / "exports").iterdir())
    with pytest.raises(Refused, match="没有批准"):
        requests.collect(ASKS, session.id, request)
    with pytest.raises(Refused, match="已经处理过"):
        requests.approve(LEADER, request, "改主意")


def test_nobody_approves_their_own_or_without_the_right_or_a_reason(session: NewSession) -> None:
    own = ask(session, viewer=LEADER).request
    with pytest.raises(Refused, match="自己"):
        requests.approve(LEADER, own, "同意")
    assert requests.waiting(LEADER) == []
    with pytest.raises(Refused, match="批准导出"):
        requests.approve(Viewer("li", "analyst"), own, "同意")
    with pytest.raises(Refused, match="理由"):
        requests.approve(Viewer("zhao", "leader"), own, " ")
    assert requests.mine(LEADER)[0].stands == "waiting"


def test_an_approver_of_a_part_does_not_approve_the_whole(session: NewSession) -> None:
    request = ask(session).request
    part = Viewer("zhao", "leader", Scope(townships=frozenset({1, 2})))
    assert requests.waiting(part) == []
    with pytest.raises(Refused, match="数据范围"):
        requests.approve(part, request, "同意")
    inside = Viewer("training", "analyst", Scope(townships=frozenset({2})))
    requests.approve(part, ask(session, viewer=inside).request, "同意")


def test_whose_rights_have_changed_gets_nothing(session: NewSession) -> None:
    request = ask(session, 1, plain=True).request
    requests.approve(LEADER, request, "同意")
    for viewer, words in (
        (Viewer("training", "auditor"), "导出"),
        (Viewer("training", "leader"), "查看全号"),
        (Viewer("training", "analyst", Scope(townships=frozenset({1}))), "数据范围"),
        (Viewer("somebody", "analyst"), "不是您申请的"),
    ):
        with pytest.raises(Refused, match=words):
            requests.collect(viewer, session.id, request)
    assert requests.collect(ASKS, session.id, request)


def test_after_seven_days_it_is_gone(session: NewSession, store: Path) -> None:
    request = ask(session).request
    with transaction() as tx:
        tx.get_one(ExportRequest, request).expires_at = now() - timedelta(seconds=1)
    old = time.time() - timedelta(days=7, seconds=1).total_seconds()
    os.utime(store / "exports" / request, (old, old))
    assert requests.mine(ASKS)[0].stands == "expired" and requests.waiting(LEADER) == []
    with pytest.raises(Refused, match="已过期"):
        requests.approve(LEADER, request, "同意")
    ask(session, 1)
    assert request not in {path.name for path in (store / "exports").iterdir()}


def test_each_step_is_in_the_log(session: NewSession) -> None:
    request = ask(session).request
    requests.approve(LEADER, request, "同意")
    redeem_export(requests.collect(ASKS, session.id, request), session.id)
    (asked,), (decided,), (collected,) = lines("export.ask"), lines("export.decide"), lines("export.collect")
    assert asked["request"] == decided["request"] == collected["request"] == request
    assert (decided["old_state"], decided["state"], asked["rows"]) == ("waiting", "approved", 5001)
    assert len(lines("export.served")) == 1


def test_it_lies_sealed(session: NewSession, store: Path) -> None:
    request = ask(session).request
    assert b"rows" not in (store / "exports" / request).read_bytes()


def test_two_who_decide_at_once(session: NewSession) -> None:
    create_account(operator(), "zhao", PASSWORD, role="leader", must_change=False)
    request = ask(session).request
    requests.refuse(LEADER, request, "范围过大")
    with pytest.raises(Refused, match="已经处理过"):
        requests.approve(Viewer("zhao", "leader"), request, "同意")
