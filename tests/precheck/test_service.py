"""The two answers: a department reads kinds of question and nothing else, inspectors read the sentences."""

import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from analytics.permissions import ROLES
from analytics.precheck import Answer, Asked, answer, check
from analytics.precheck.questions import KINDS
from analytics.precheck.service import Checked
from analytics.records import audit, prechecks
from analytics.records.audit_check import verify
from analytics.records.db import reading
from analytics.rules.catalogue import catalogue
from analytics.rules.modules import MODULES
from analytics.schema import REGISTERS
from analytics.snapshots import Snapshot
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.intake.making import contents
from tests.precheck.county import DEAD, DIED_ON, EMPLOYER, INNOCENT, ROSTER, STRANGER, TWICE, asked, line, roster

INSPECTOR = Viewer("inspector", "training")
# 1-based rows of the roster's sheet
ROWS = {"dead": 4, "twice": 5, "again": 6, "employee": 7, "stranger": 8, "innocent": 9}


@pytest.fixture
def department(monkeypatch: pytest.MonkeyPatch) -> Viewer:
    """A later role that may ask and not read the reasons."""
    monkeypatch.setitem(ROLES, "department", frozenset({"precheck"}))
    return Viewer("minzheng", "department")


def checked(viewer: Viewer, store: Path, path: Path, **changed: object) -> Checked:
    return check(viewer, store, path, replace(asked(store), **changed))  # type: ignore[arg-type]


def told(found: Answer) -> dict[int, str]:
    return {one.row: one.what for one in found.lines}


def cells(found: Answer) -> dict[str, list[list[object]]]:
    book = openpyxl.load_workbook(io.BytesIO(found.workbook))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def everything(found: Answer) -> str:
    """All that can be read in an answer, but the roster's own cells and the export's random number."""
    sheets = cells(found)
    added = [" ".join(str(cell) for cell in row[-2:]) for row in sheets.pop("一月")]
    rest = [str(cell) for rows in sheets.values() for row in rows if row[0] != "导出编号" for cell in row]
    return " ".join([*added, *rest, repr(found.lines)])


def test_each_row_is_asked_what_it_should_be(
    snapshot: Snapshot, store: Path, tmp_path: Path, department: Viewer
) -> None:
    found = answer(department, checked(department, store, roster(tmp_path)), full=False)
    assert (found.rows, found.flagged) == (len(ROSTER), 5)
    assert told(found) == {
        ROWS["dead"]: "身份与资格",
        ROWS["twice"]: "待遇重合",
        ROWS["again"]: "待遇重合",
        ROWS["employee"]: "待遇重合",
        ROWS["stranger"]: "身份与资格",
    }


def test_inspectors_read_the_sentences_with_masked_names(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    found = answer(INSPECTOR, checked(INSPECTOR, store, roster(tmp_path)), full=True)
    said = told(found)
    assert "2015年3月1日死亡" in said[ROWS["dead"]] and "某某" in said[ROWS["dead"]]
    assert EMPLOYER in said[ROWS["employee"]] and "最多的一期 2 笔" in said[ROWS["twice"]]
    full_names = {str(line(n)[3]) for n in (DEAD, TWICE)}
    assert not any(name in sentence for name in full_names for sentence in said.values())


def _values(found: Checked) -> list[str]:
    """What a department must not learn: sentences, rules, registers, modules that name a fact, and facts."""
    sentences = [sentence for texts in found.findings.sentences.values() for sentence in texts]
    rules = [text for code, rule in catalogue().items() for text in (code, rule.header.title.zh)]
    modules = [words.zh for words in MODULES.values() if words.zh not in KINDS.values()]
    registers = [table.title for table in REGISTERS.values()]
    return [*sentences, *rules, *modules, *registers, DIED_ON, "2015年3月1日", "死亡", "在编", EMPLOYER]


def test_no_value_can_leak_into_the_departments_answer(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    one = checked(INSPECTOR, store, roster(tmp_path))
    values = _values(one)
    own, full = (everything(answer(INSPECTOR, one, whole)) for whole in (False, True))
    assert [value for value in values if value in own] == []
    assert sum(value in full for value in values) >= 5, "the same search finds them in the inspectors' answer"
    assert not re.search(r"\d{4}-\d{2}-\d{2}(?! \d\d:)|[A-Z]\d\d\b", own)


def test_the_department_may_not_have_the_other_answer(
    snapshot: Snapshot, store: Path, tmp_path: Path, department: Viewer
) -> None:
    found = checked(department, store, roster(tmp_path))
    with pytest.raises(Refused, match="查看预审理由"):
        answer(department, found, full=True)


def test_a_sentence_beyond_the_scope_is_told_as_its_kind(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    narrow = Viewer("inspector", "training", Scope(townships=frozenset({1})))
    found = told(answer(narrow, checked(narrow, store, roster(tmp_path)), full=True))
    assert EMPLOYER not in found[ROWS["employee"]] and found[ROWS["employee"]] == "待遇重合"
    assert "死亡" in found[ROWS["dead"]]


def test_rows_whose_person_cannot_be_read_are_asked_about(
    snapshot: Snapshot, store: Path, tmp_path: Path, department: Viewer
) -> None:
    wrong_digit, unreadable, no_amount = line(INNOCENT + 1, 7), line(INNOCENT + 2, 8), line(INNOCENT + 3, 9, "见备注")
    number = str(wrong_digit[4])
    wrong_digit[4] = number[:-1] + ("1" if number[-1] != "1" else "2")
    unreadable[4] = "5.199E+17"
    path = roster(tmp_path, [INNOCENT] * 1, [wrong_digit, unreadable, no_amount])
    found = checked(INSPECTOR, store, path)
    assert told(answer(department, found, full=False)) == {5: "身份与资格", 6: "身份与资格", 7: "名册填写"}
    said = told(answer(INSPECTOR, found, full=True))
    assert "校验位不对" in said[5] and "无法识别" in said[6] and "补贴金额(元)" in said[7]


def test_the_own_rows_and_columns_stay_and_two_are_added(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    path = roster(tmp_path)
    own = openpyxl.load_workbook(path)
    found = cells(answer(INSPECTOR, checked(INSPECTOR, store, path), full=False))
    assert list(found) == ["一月", "填表说明", "说明"]
    assert [row[:-2] for row in found["一月"]] == [list(row) for row in own["一月"].iter_rows(values_only=True)]
    added = [tuple(row[-2:]) for row in found["一月"]]
    assert added[2] == ("预审结果", "需核事项") and added[ROWS["innocent"] - 1] == ("通过", None)
    assert added[ROWS["stranger"] - 1] == added[ROWS["dead"] - 1] == ("需核", "身份与资格")
    assert added[0] == added[-1] == (None, None), "titles, sums and signatures have no result"
    assert ["密级", "内部资料 严禁外传"] in found["说明"]


def test_nothing_of_it_enters_snapshot_vault_or_runs(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    parts = ("snapshots", "vault", "runs")
    before = {name: contents(store / name) for name in parts}, (store / "current").read_bytes()
    checked(INSPECTOR, store, roster(tmp_path))
    assert ({name: contents(store / name) for name in parts}, (store / "current").read_bytes()) == before
    assert list((store / "scratch").iterdir()) == []


def test_it_is_written_down_with_its_reason_and_without_persons(
    snapshot: Snapshot, store: Path, tmp_path: Path, department: Viewer
) -> None:
    number = str(line(STRANGER)[4])
    checked(department, store, roster(tmp_path), reason=f"核对 {number} 等人")
    (row,) = prechecks.recent(INSPECTOR)
    assert (row.account, row.department, row.programme) == ("minzheng", "民政局", "农村低保金")
    assert (row.rows, row.flagged, row.reason) == (len(ROSTER), 5, "核对 〔号码略〕 等人")
    with reading() as tx:
        lines = tx.query(audit.AuditLine).order_by(audit.AuditLine.seq).all()
    assert [line.action for line in lines] == ["precheck", "precheck.done"]
    assert number not in "".join(line.reason + line.detail for line in lines) and verify() == []


@pytest.mark.parametrize(
    ("viewer", "changed", "sentence"),
    [
        (Viewer("x", "nobody"), {}, "资格预审"),
        (INSPECTOR, {"reason": " "}, "理由"),
        (INSPECTOR, {"department": 99}, "不在您的权限范围内"),
        (Viewer("x", "training", Scope(departments=frozenset({99}))), {}, "不在您的权限范围内"),
        (INSPECTOR, {"programme": 99}, "不归所选部门主管"),
    ],
)
def test_who_may_not_ask_is_told_so_and_nothing_is_noted(
    viewer: Viewer, changed: dict[str, object], sentence: str, snapshot: Snapshot, store: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=sentence):
        checked(viewer, store, roster(tmp_path), **changed)
    assert prechecks.recent(INSPECTOR) == []


def test_another_departments_programme_is_refused(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    forest = asked(store, "生态公益林补偿")
    with pytest.raises(Refused, match="不归所选部门主管"):
        checked(INSPECTOR, store, roster(tmp_path), programme=forest.programme)


def test_over_the_days_cap_nothing_is_checked(
    snapshot: Snapshot, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINGZHANG_PRECHECK_ROWS_A_DAY", str(len(ROSTER)))
    checked(INSPECTOR, store, roster(tmp_path))
    with pytest.raises(Refused, match="今天还可预审 0 行"):
        checked(INSPECTOR, store, roster(tmp_path))
    assert len(prechecks.recent(INSPECTOR)) == 1


def test_without_payments_there_is_nothing_to_ask(store: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="还没有发放数据"):
        check(INSPECTOR, store, roster(tmp_path), Asked(1, 1, "试一试"))
