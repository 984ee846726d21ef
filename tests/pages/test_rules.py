"""规则: the catalogue with what each rule found, a rule's own page, and a run started from here."""

import json
from pathlib import Path

import pytest

from analytics.records.accounts.sessions import NewSession
from analytics.records.base import now
from analytics.records.db import reading, transaction
from analytics.records.export_tickets import ExportTicket
from analytics.records.exports import redeem_export
from analytics.records.job_rows import JobRow
from analytics.reference import current_reference
from analytics.rules import Run
from pages.ui import rule_health
from tests.support.compared_store import compared_store
from tests.support.pages_at_work import opened, words
from tests.support.small_store import small_store

PAGE = "find/rules.py"


@pytest.fixture
def compared(store: Path) -> Run:
    return compared_store(store)


def add_job(state: str, **columns: object) -> None:
    values = {"id": "a" * 32, "kind": "check", "arguments": {}, "done": 3, "total": 10, "message": "规则 A07"}
    person = {"asked_by": "training", "role": "training", "scope": {}, "created_at": now()}
    with transaction() as tx:
        tx.add(JobRow(**{**values, **person, "state": state, **columns}))


def test_without_data(session: NewSession) -> None:
    at = opened(session, PAGE)
    assert not at.exception and at.title[0].value == "规则" and "还没有数据" in words(at)


def test_without_a_run(session: NewSession, store: Path) -> None:
    small_store(store)
    at = opened(session, PAGE)
    assert not at.exception and "还没有比对" in words(at) and at.button(key="run").label == "开始比对"


def test_modules_and_what_does_not_apply(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE)
    found = sum(report["hits"] for report in compared.manifest["rules"] if report["state"] == "done")
    assert not at.exception and found >= 11 and f"共命中 **{found}** 条" in words(at)
    assert "不适用(缺少:机动车登记)" in words(at) and "死亡登记后发放" in words(at)
    assert at.button(key="rule_A01").label == "■ 死亡登记后仍发放(按人项目)"


def test_a_rule_opens_in_the_address(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE)
    at.button(key="rule_A01").click().run()
    assert at.query_params["rule"] == "A01" and at.title[0].value == "死亡登记后仍发放(按人项目)"


def test_a_rule_says_all_about_itself(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE, rule="A01")
    said = words(at)
    assert not at.exception and "本次命中 2 条" in said and "为什么问" in said and "丧葬补助" in said
    hits, numbers, _spread, data = (table.value for table in at.dataframe)
    assert list(hits["amount"]) == [400.0, 300.0] and "死亡登记载明" in hits["brief"][0]
    assert list(numbers["本次取值"]) == ["1 月"] and list(data["数据"]) == ["发放记录", "死亡登记"]
    assert at.code[0].value.startswith("WITH own AS")


def test_a_rule_that_does_not_apply(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE, rule="A06")
    assert not at.exception and "不适用(缺少:机动车登记)" in words(at) and "本次命中" not in words(at)
    assert "去导入" in [button.label for button in at.main.button]
    assert "✕ 缺少" in list(at.dataframe[-1].value["状态"])


def test_its_hits_as_a_file(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE, rule="A01")
    at.text_input(key="hits_reason").set_value("核对死亡登记")
    at.button(key="hits_make").click().run()
    with reading() as tx:
        serial = tx.query(ExportTicket.serial).scalar()
    lines = redeem_export(serial, session.id).payload.decode("utf-8-sig").splitlines()
    assert len(lines) == 4 and "疑点金额(元)" in lines[1] and "400.00" in lines[2]


def test_a_run_at_work_shows_its_bar(session: NewSession, compared: Run) -> None:
    add_job("queued")
    at = opened(session, PAGE)
    assert not at.exception and "run" not in [button.key for button in at.button]
    assert at.get("progress")[0].proto.text == "规则 A07"


def test_a_run_that_failed_says_why(session: NewSession, compared: Run) -> None:
    add_job("failed", error="磁盘已满,任务中止。", ended_at=now())
    at = opened(session, PAGE)
    assert "磁盘已满" in words(at) and at.button(key="run").label == "重新比对"


def test_coverage_says_what_can_be_asked(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE, view="coverage")
    assert not at.exception and "缺少比对库" in words(at)
    rows = at.dataframe[0].value
    assert {"✓ 可以", "✕ 缺少:机动车登记"} <= set(rows["能否比对"])


def test_health_names_what_never_hit(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE, view="health")
    assert not at.exception and "从未命中" in words(at)
    rows = at.dataframe[0].value
    assert rows.loc[rows["规则"].str.startswith("A01"), "命中"].tolist() == [2]


def test_a_rule_that_floods_shows_a_sample(session: NewSession, compared: Run) -> None:
    at = opened(session, PAGE, view="health")
    loud = [report["code"] for report in compared.manifest["rules"] if report.get("warning")]
    samples = [m.value.splitlines() for m in at.markdown if m.value.startswith("- ")]
    assert not at.exception and "命中过多的规则:抽样" in words(at)
    assert len(samples) == len(loud) > 0 and any("死亡" in said for lines in samples for said in lines)
    assert all(len(lines) <= rule_health.SAMPLE for lines in samples)


def test_no_sample_where_no_rule_floods(session: NewSession, compared: Run) -> None:
    path = compared.path / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    for report in manifest["rules"]:
        report["warning"] = ""
    path.write_text(json.dumps(manifest), encoding="utf-8")
    at = opened(session, PAGE, view="health")
    assert not at.exception and "抽样" not in words(at)


def test_a_number_is_tried_and_kept_as_the_countys_own(session: NewSession, compared: Run, store: Path) -> None:
    at = opened(session, PAGE, rule="A01")
    assert [m.value for m in at.metric] == ["2", "2", "0", "0"]
    at.number_input(key="trial_A01_grace_months").set_value(12).run()
    at.text_input(key="trial_why").input("县里约定放宽")
    at.button(key="trial_save").click().run()
    assert not at.exception
    own = [row for row in current_reference(store).rows("threshold") if row["rule"] == "A01"]
    assert [(row["value"], row["basis"]) for row in own] == [("12", "县里约定放宽")]
