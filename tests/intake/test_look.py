"""An uploaded file before it is taken in: what it is, what is unclear, and that answers serve next month's file."""

from pathlib import Path

from analytics.intake import intake, settle
from analytics.intake.look import look_at
from analytics.intake.settle import Answers
from analytics.permissions import operator
from tests.intake.making import HEADER, payment, resident_id, write_csv

STRANGE = "镇,村,姓名,证件号,一卡通账号,甲项,乙项,发放日期".split(",")


def strange(folder: Path, month: int) -> Path:
    rows = [
        ["青禾镇", "西庙村", "张某", resident_id(n), f"6214{n}", "3", "100.00", f"2017-0{month}-05"] for n in range(9)
    ]
    return write_csv(folder / f"水利局_移民后扶补贴_{month}月.csv", STRANGE, rows)


def test_a_clear_file_is_ready(store: Path, tmp_path: Path) -> None:
    look = look_at(write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1), payment(2)]), store)
    assert (look.state, look.rows, look.plans[0].table, look.plans[0].department) == (
        "ready",
        (2,),
        "payment",
        "民政局",
    )
    assert settle.programme_words(look.plans[0]) == "高龄津贴"


def test_a_file_that_stands_needs_nothing(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)])
    intake(store, [path])
    assert look_at(path, store).state == "standing"


def test_an_unclear_file_asks_until_it_is_settled_and_then_never_again(store: Path, tmp_path: Path) -> None:
    path = strange(tmp_path, 1)
    (plan,) = look_at(path, store).plans
    assert plan.asks == ("table",) and "payment" in settle.likely_tables(plan)
    drafts = [settle.entry_of(plan, Answers("payment", department="水利局"))]
    (plan,) = look_at(path, store, drafts).plans
    assert plan.asks == ("amount",) and settle.askable(plan)[0] == "amount"
    assert set(settle.headers_for(plan, "amount")) == set(STRANGE)
    drafts.append(settle.entry_of(plan, Answers("payment", {"amount": "乙项"}, "水利局")))
    look = look_at(path, store, drafts)
    assert look.state == "ready"
    settle.keep(operator(), store, look.plans[0])
    assert look_at(strange(tmp_path, 2), store).state == "ready"


def test_a_sheet_can_be_left_out(store: Path, tmp_path: Path) -> None:
    path = strange(tmp_path, 1)
    (plan,) = look_at(path, store).plans
    look = look_at(path, store, [settle.entry_of(plan, Answers(settle.LEFT_OUT))])
    assert (look.state, look.plans[0].table) == ("ready", settle.LEFT_OUT)


def test_two_equal_columns_and_a_column_of_something_else_are_asked_about(store: Path, tmp_path: Path) -> None:
    tied = write_csv(tmp_path / "民政局_高龄津贴.csv", [*HEADER, "补贴金额(元)"], [[*payment(n), 1] for n in range(3)])
    assert look_at(tied, store).plans[0].asks == ("amount",)
    wrong = [[*payment(n)[:3], f"商户{n}", *payment(n)[4:]] for n in range(3)]
    (plan,) = look_at(write_csv(tmp_path / "民政局_商户补贴.csv", HEADER, wrong), store).plans
    assert plan.asks == ("person",)
    answers = Answers("payment", department="民政局", opaque=True)
    assert look_at(tmp_path / "民政局_商户补贴.csv", store, [settle.entry_of(plan, answers)]).state == "ready"


def test_a_file_without_a_header_shows_its_first_rows_without_long_numbers(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "统计表.csv"
    path.write_text("12,33\n519900196001010018,55\n", encoding="utf-8")
    look = look_at(path, store)
    assert look.state == "refused" and "没有找到表头" in look.refused
    assert look.lines[:2] == ("12　33", "●●●　55")
    assert look_at(path, store, [settle.header_entry(path.name, 1)]).state == "asks"


def test_a_wrecked_file_is_one_sentence(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "民政局_低保.xlsx"
    path.write_bytes(b"PK\x03\x04 torn")
    look = look_at(path, store)
    assert (look.state, look.plans, look.lines) == ("refused", (), ()) and "文件未导入" in look.refused
