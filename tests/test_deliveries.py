"""Who sent what for which month, and who is late; findings in words; both from one small intake."""

from pathlib import Path

import pytest

from analytics.deliveries import Delivery, deliveries, years
from analytics.export import Head
from analytics.intake import intake
from analytics.intake.findings import findings, rejected_file, sources
from analytics.permissions import operator
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.intake.making import HEADER, PEOPLE, engine, payment, resident_id, write_csv

WHO = operator()
HEAD = Head(WHO, "退回的行", "abc")
MONTHLY = [*HEADER, "所属期"]


@pytest.fixture
def taken_in(store: Path, tmp_path: Path) -> Path:
    """低保 in January, February and April; a faulty row in February; 残联 in April only; a register of people."""
    months = {1: "2016-01-05", 2: "2016-02-05", 4: "2016-04-05"}
    for month, day in months.items():
        rows = [[*payment(n, day=day), f"20160{month}"] for n in range(4)]
        if month == 2:
            rows[0][5] = "见备注"
        write_csv(tmp_path / f"民政局_农村低保_{month}月.csv", MONTHLY, rows)
    write_csv(tmp_path / "残联_残疾人生活补贴.csv", MONTHLY, [[*payment(9, day="2016-04-06"), "201604"]])
    people = [["1", "户主", "张一", resident_id(1), "青禾镇", "西庙村"]]
    write_csv(tmp_path / "公安局_户籍人口.csv", PEOPLE, people)
    intake(store, [tmp_path / f for f in sorted(p.name for p in tmp_path.glob("*.csv"))])
    return store


def by_sender(store: Path, year: int = 2016) -> dict[str, Delivery]:
    return {d.sender: d for d in deliveries(WHO, engine(store), year)}


def test_each_month_is_sent_faulty_or_late(taken_in: Path) -> None:
    found = by_sender(taken_in)
    assert found["民政局"].months == {1: "sent", 2: "errors", 3: "late", 4: "sent"}
    assert found["民政局"].late == {3: ["农村低保"]}
    assert (found["民政局"].files, found["民政局"].rows, found["民政局"].rejected) == (3, 11, 1)


def test_nothing_is_late_before_it_began(taken_in: Path) -> None:
    assert by_sender(taken_in)["残联"].months == {4: "sent"}


def test_an_undated_register_has_no_month(taken_in: Path) -> None:
    assert by_sender(taken_in)["公安局"].months == {}


def test_the_late_come_first_and_years_are_those_of_payments(taken_in: Path) -> None:
    assert deliveries(WHO, engine(taken_in), 2016)[0].sender == "民政局"
    assert years(WHO, engine(taken_in)) == [2016]


def test_a_department_sees_its_own(taken_in: Path) -> None:
    found = sources(WHO, engine(taken_in).snapshot)
    (key,) = engine(taken_in).query("SELECT department FROM department WHERE title = '残联'")["department"].to_pylist()
    viewer = Viewer("a", "training", Scope(departments=frozenset({key})))
    assert {s.sent_by for s in sources(viewer, engine(taken_in).snapshot)} == {"残联"} < {s.sent_by for s in found}
    assert [d.sender for d in deliveries(viewer, engine(taken_in), 2016)] == ["残联"]


def test_findings_are_words_and_counts(taken_in: Path) -> None:
    found = findings(WHO, taken_in, sources(WHO, engine(taken_in).snapshot)).to_pylist()
    (row,) = [r for r in found if r["kind"] == "rejected"]
    assert (row["file"], row["finding"], row["detail"], row["count"]) == (
        "民政局_农村低保_2月.csv",
        "退回",
        "补贴金额(元):无法识别",
        1,
    )
    assert resident_id(0) not in str(found)


def test_rejected_rows_leave_with_permission_only(taken_in: Path) -> None:
    found = sources(WHO, engine(taken_in).snapshot)
    file = rejected_file(WHO, taken_in, found, HEAD)
    text = file.payload.decode("utf-8-sig")
    assert resident_id(0) in text and "内部资料 严禁外传" in text and file.rows == 1
    with pytest.raises(Refused, match="没有退回的行"):
        rejected_file(WHO, taken_in, [s for s in found if not s.rows_rejected], HEAD)
    with pytest.raises(Refused, match="导出"):
        rejected_file(Viewer("a", "nobody"), taken_in, found, HEAD)
    with pytest.raises(Refused, match="全部乡镇"):
        rejected_file(Viewer("a", "training", Scope(townships=frozenset({1}))), taken_in, found, HEAD)
