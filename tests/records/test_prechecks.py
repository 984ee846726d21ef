"""The log of pre-payment checks and its daily cap, by account and by department."""

from datetime import timedelta
from pathlib import Path

import pytest

from analytics.permissions import ROLES
from analytics.records import audit, prechecks
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.viewer import Viewer
from analytics.words import Refused

COUNTY = Viewer("inspector", "training")


@pytest.fixture(autouse=True)
def _caps(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_PRECHECK_ROWS_A_DAY", "100")
    monkeypatch.setenv("QINGZHANG_PRECHECK_UPLOADS_A_DAY", "3")
    monkeypatch.setitem(ROLES, "department", frozenset({"precheck"}))


def ask(account: str = "li", department: str = "民政局", rows: int = 10) -> str:
    return prechecks.admit(Viewer(account, "department"), department, "低保", "发放前核对", "f" * 64, rows)


def test_rows_are_capped_for_the_account_whatever_department_it_names() -> None:
    ask(rows=60)
    with pytest.raises(Refused, match="名册有 41 行,您的账号今天还可预审 40 行"):
        ask(department="残联", rows=41)
    ask(department="残联", rows=40)


def test_rows_are_capped_for_the_department_whoever_asks() -> None:
    ask(rows=60)
    with pytest.raises(Refused, match="民政局今天还可预审 40 行"):
        ask(account="wang", rows=41)


def test_uploads_are_capped() -> None:
    for _time in range(3):
        ask(rows=1)
    with pytest.raises(Refused, match="您的账号今天的预审次数已用完"):
        ask(department="残联", rows=1)
    with pytest.raises(Refused, match="民政局今天的预审次数已用完"):
        ask(account="wang", rows=1)


def test_what_is_refused_is_not_written() -> None:
    with pytest.raises(Refused):
        ask(rows=101)
    with pytest.raises(Refused, match="理由"):
        prechecks.admit(COUNTY, "民政局", "低保", "", "f" * 64, 1)
    assert prechecks.recent(COUNTY) == [] and prechecks.left(COUNTY) == prechecks.Left(100, 3)
    with reading() as tx:
        assert tx.query(audit.AuditLine).count() == 0


def test_the_next_day_counts_anew() -> None:
    first = ask(rows=100)
    with transaction() as tx:
        tx.get_one(prechecks.Precheck, first).asked_at = now() - timedelta(days=1)
    assert ask(rows=100) != first and prechecks.left(Viewer("li", "department")).rows == 0


def test_the_county_sees_all_a_department_its_own() -> None:
    prechecks.finish(Viewer("li", "department"), ask(), 2)
    ask(account="wang", department="残联")
    assert [(row.account, row.flagged) for row in prechecks.recent(COUNTY)] == [("wang", None), ("li", 2)]
    assert [row.account for row in prechecks.recent(Viewer("li", "department"))] == ["li"]


def test_another_account_cannot_finish_it() -> None:
    prechecks.finish(Viewer("wang", "department"), ask(), 7)
    assert prechecks.recent(COUNTY)[0].flagged is None
