"""From files to a snapshot."""

from decimal import Decimal
from pathlib import Path

import pytest

from analytics.export import Head, head_line
from analytics.intake import intake, rejected_csv
from analytics.intake.job import run as run_job
from analytics.permissions import operator
from analytics.snapshots import current_snapshot, verify_snapshot
from analytics.vault import Vault
from tests.intake.making import (
    HEADER,
    PEOPLE,
    contents,
    engine,
    only_sheet,
    payment,
    resident_id,
    write_csv,
    write_xlsx,
)


def test_a_payment_file_becomes_a_snapshot(store: Path, tmp_path: Path) -> None:
    rows = [payment(1, "¥1,234.50"), payment(2, "100", day="2016年8月6日"), payment(3, "(50.00)")]
    report = intake(store, [write_csv(tmp_path / "08_民政局_高龄津贴.csv", HEADER, rows, "gb18030")])
    sheet = only_sheet(report)
    assert (sheet.table, sheet.department, sheet.rows_read, sheet.rows_kept) == ("payment", "民政局", 3, 3)
    found = engine(store).rows("SELECT amount, period, pay_date::VARCHAR AS day, note_kind, household + person AS own "
                               "FROM payment ORDER BY roster_line")  # fmt: skip
    assert [r["amount"] for r in found] == [Decimal("1234.50"), Decimal("100.00"), Decimal("-50.00")]
    assert [r["day"] for r in found] == ["2016-08-05", "2016-08-06", "2016-08-05"]
    assert [r["note_kind"] for r in found] == [None, None, "冲回"]
    assert {r["period"] for r in found} == {201600}
    assert {r["own"] for r in found} == {0}
    snapshot = current_snapshot(store)
    assert snapshot is not None and verify_snapshot(snapshot) == []


def test_the_same_files_give_the_same_snapshot_anywhere(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(n) for n in range(1, 8)])
    assert intake(store, [path]).snapshot == intake(tmp_path / "other", [path]).snapshot


def test_the_same_file_twice_changes_nothing(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)])
    intake(store, [path])
    before = contents(store)
    again = intake(store, [path, write_csv(tmp_path / "copy" / "抄本.csv", HEADER, [payment(1)])])
    assert again.snapshot is None
    assert again.unchanged == ["民政局_高龄津贴.csv", "抄本.csv"]
    assert contents(store) == before


def test_rejected_rows_come_back_mendable(store: Path, tmp_path: Path) -> None:
    rows = [
        payment(1),
        payment(2, "不详"),
        payment(3, 身份证号="5.19900196001010E+17"),
        payment(4, day="16-8-5"),
        payment(5, ""),
        [*payment(6), "多出的一格"],
    ]
    report = intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, rows)])
    sheet = only_sheet(report)
    assert (sheet.rows_read, sheet.rows_kept, sheet.rows_rejected) == (6, 1, 5)
    assert report.intake is not None
    text = rejected_csv(store, report.intake).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith(",".join(HEADER))
    assert [reason in text for reason in ("补贴金额(元):无法识别", "身份证号:无法识别", "发放日期:年份只有两位",
                                          "补贴金额(元):空白", "这一行有 8 格")] == [True] * 5  # fmt: skip
    assert resident_id(2) in text
    mended = write_csv(
        tmp_path / "民政局_高龄津贴_补.csv", [*HEADER, "退回原因"], [[*payment(2, "200"), "金额无法识别"]]
    )
    assert only_sheet(intake(store, [mended])).rows_kept == 1
    assert engine(store).value("SELECT count(*) FROM payment") == 2


def test_rejected_rows_come_back_under_their_head(store: Path, tmp_path: Path) -> None:
    """The file as it was exported, marking and all, with the fault mended."""
    report = intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1), payment(2, "待定")])])
    assert report.intake is not None
    head = Head(operator(), "退回的行", "abc", reason="退回民政局,请改正")
    text = rejected_csv(store, report.intake, above=head_line(head)).decode("utf-8-sig")
    assert text.splitlines()[0].startswith('"密级:内部资料 严禁外传')
    mended = tmp_path / "民政局_高龄津贴_退回行.csv"
    mended.write_text(text.replace("待定", "200"), encoding="utf-8-sig")
    assert only_sheet(intake(store, [mended])).rows_kept == 1


def test_a_column_a_month_becomes_a_row_a_month(store: Path, tmp_path: Path) -> None:
    header = ["乡镇", "村", "户主姓名", "身份证号", "一卡通账号", *(f"{m}月" for m in range(1, 13)), "合计"]
    row = ["青禾镇", "西庙村", "张一", resident_id(1), "62145100000", *[300] * 11, "", 3300]
    sheets = {f"{y}年": [["青禾县农村低保金发放花名册"], header, row, ["合计"]] for y in (2015, 2016)}
    report = intake(store, [write_xlsx(tmp_path / "01_民政局_农村低保金_2015-2016.xlsx", sheets)])
    assert [s.rows_read for s in report.sheets] == [11, 11]
    periods = [r["period"] for r in engine(store).rows("SELECT period FROM payment ORDER BY period")]
    assert periods == [y * 100 + m for y in (2015, 2016) for m in range(1, 12)]
    assert engine(store).rows("SELECT title, kind, paid_to FROM programme") == [
        {"title": "农村低保金", "kind": "农村低保", "paid_to": "household"}
    ]


def test_households_are_those_of_the_day(store: Path, tmp_path: Path) -> None:
    people = write_csv(
        tmp_path / "公安局_户籍人口.csv",
        [*PEOPLE, "入户日期", "销户日期"],
        [
            ["H1", "户主", "张一", resident_id(1), "青禾镇", "西庙村", "", "2016-06-30"],
            ["H2", "户主", "张一", resident_id(1), "青禾镇", "西庙村", "2016-07-01", ""],
            ["H3", "户主", "张二", resident_id(2), "青禾镇", "西庙村", "", ""],
        ],
    )
    paid = [payment(1, day="2016-06-05"), payment(1, day="2016-07-05"), payment(2), payment(3)]
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, paid), people])
    keys = [r["household"] for r in engine(store).rows("SELECT household FROM payment ORDER BY roster_line")]
    numbers = Vault(store).value_of("household", keys)
    assert [numbers.get(k) for k in keys] == ["H1", "H2", "H3", None]
    assert keys[3] < 0


def test_a_person_register_that_comes_later_rewrites_the_years_it_changes(store: Path, tmp_path: Path) -> None:
    paid = [payment(1, day="2015-06-05"), payment(2, day="2016-06-05")]
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, paid)])
    first = current_snapshot(store)
    people = [["H1", "户主", "张一", resident_id(1), "青禾镇", "西庙村"]]
    intake(store, [write_csv(tmp_path / "公安局_户籍人口.csv", PEOPLE, people)])
    second = current_snapshot(store)
    assert first is not None and second is not None
    changed = {p for p, f in second.manifest["files"].items() if first.manifest["files"].get(p) != f}
    assert {p for p in changed if p.startswith("payment/")} == {"payment/year=2015/part.parquet"}
    signs = [r["s"] for r in engine(store).rows("SELECT sign(household) AS s FROM payment ORDER BY period")]
    assert signs == [1, -1]


def test_unknown_programme_and_ambiguous_village_are_kept_and_reported(store: Path, tmp_path: Path) -> None:
    rates = write_csv(
        tmp_path / "30_项目与补贴标准.csv",
        ["项目名称", "主管部门", "年度", "计量单位", "补贴标准", "标准类型", "发放对象"],
        [["高龄津贴", "民政局", 2016, "人·年", 600, "定额", "按人"]],
    )
    places = write_csv(
        tmp_path / "31_行政区划.csv",
        ["村代码", "村名", "乡镇代码", "乡镇名"],
        [["519900001203", "老庙村", "519900001", "青禾镇"], ["519900002203", "老庙村", "519900002", "柳溪乡"]],
    )
    rows = [payment(1, 乡镇="", 村="老庙村"), payment(2, 村="老庙村"), payment(3, 村="无此村")]
    paid = write_csv(tmp_path / "民政局_冬季取暖慰问.csv", HEADER, rows)
    report = intake(store, [rates, places, paid])
    quality = next(s for s in report.sheets if s.table == "payment").quality
    assert quality["ambiguous_places"] == {"/老庙村": 1}
    assert quality["unknown_places"] == {"青禾镇/无此村": 1}
    assert quality["unknown_programmes"] == {"冬季取暖慰问": 3}
    assert engine(store).rows("SELECT township, village FROM payment ORDER BY roster_line") == [
        {"township": 0, "village": 0},
        {"township": 1, "village": 1},
        {"township": 1, "village": 0},
    ]


def test_rates_say_whether_a_programme_is_monthly(store: Path, tmp_path: Path) -> None:
    rates = [["高龄津贴", "民政局", 2016, "人·月", 100, "定额", "2016-01-01", "", "按人"]]
    header = "项目名称,主管部门,年度,计量单位,补贴标准,标准类型,开始日期,结束日期,发放对象".split(",")
    files = [
        write_csv(tmp_path / "30_项目与补贴标准.csv", header, rates),
        write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1), payment(2, day="2016-09-05")]),
    ]
    intake(store, files)
    assert [r["period"] for r in engine(store).rows("SELECT period FROM payment ORDER BY period")] == [201608, 201609]
    assert engine(store).rows("SELECT paid_to, starts_on::VARCHAR AS s FROM programme") == [
        {"paid_to": "person", "s": "2016-01-01"}
    ]
    assert engine(store).rows("SELECT rate_kind, valid_to::VARCHAR AS t, unit_rate FROM rate") == [
        {"rate_kind": "per_unit", "t": "2016-12-31", "unit_rate": Decimal("100.0000")}
    ]


def test_numbers_in_texts_and_names_go_to_the_vault(store: Path, tmp_path: Path) -> None:
    hidden = resident_id(77)
    rows = [[*payment(1), f"由{hidden}代领"], [*payment(2, village=f"西庙村{hidden}"), ""]]
    path = write_csv(tmp_path / f"{hidden}.csv", [*HEADER, "备注"], rows)
    report = intake(store, [path])
    masked = f"{hidden[:6]}********{hidden[-4:]}"
    assert engine(store).value("SELECT remark FROM payment WHERE remark IS NOT NULL") == f"由{masked}代领"
    assert masked in only_sheet(report).file
    assert hidden in Vault(store).find("person", [hidden])
    outside = b"".join(v for k, v in contents(store).items() if not k.startswith("vault/"))
    assert hidden.encode() not in outside
    assert resident_id(1).encode() not in outside


def test_an_opaque_ledger_with_constants(store: Path, tmp_path: Path) -> None:
    ledger = [[f"S{n:05d}", f"供应商{n}", f"{n}.5", f"{2013 + n % 5}-03-01"] for n in range(1, 40)]
    path = write_csv(tmp_path / "支出台账.csv", ["供应商编号", "供应商名称", "金额(万元)", "付款日期"], ledger)
    refused = intake(store, [path])
    assert refused.snapshot is None
    assert 'payee_id_scheme = "opaque"' in refused.refused[0][1]
    mapping = tmp_path / "ledger.toml"
    mapping.write_text(
        'table = "payment"\npayee_id_scheme = "opaque"\n'
        '[constants]\ntownship = "县本级"\nprogramme = "政府采购"\ndepartment = "财政局"\n',
        encoding="utf-8",
    )
    report = intake(store, [path], mapping=mapping)
    assert only_sheet(report).rows_kept == 39
    assert engine(store).rows("SELECT DISTINCT id_kind, id_fault, born_on FROM payee") == [
        {"id_kind": "opaque", "id_fault": None, "born_on": None}
    ]
    assert engine(store).value("SELECT max(amount) FROM payment") == Decimal("395000.00")
    assert engine(store).value("SELECT title FROM programme") == "政府采购"
    assert engine(store).value("SELECT title FROM township") == "县本级"


def test_faulty_numbers_are_kept_and_said(store: Path, tmp_path: Path) -> None:
    wrong = resident_id(1)[:-1] + ("0" if resident_id(1)[-1] != "0" else "1")
    rows = [payment(1, 身份证号=wrong), payment(2, 身份证号="123"), payment(3)]
    report = intake(
        store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [*rows, *[payment(n) for n in range(4, 9)]])]
    )
    assert only_sheet(report).quality["id_faults"] == {"check_digit": 1, "length": 1}
    assert only_sheet(report).rows_rejected == 0


def test_a_sheet_nobody_knows_is_refused_and_the_others_go_on(store: Path, tmp_path: Path) -> None:
    odd = write_csv(tmp_path / "a.csv", ["身份证号", "颜色"], [[resident_id(1), "红"]])
    empty = tmp_path / "b.csv"
    empty.write_bytes(b"")
    good = write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)])
    report = intake(store, [odd, empty, good])
    assert [name for name, _ in report.refused] == ["a.csv", "b.csv"]
    assert "table = " in report.refused[0][1]
    assert only_sheet(report).rows_kept == 1


def test_two_headers_equally_good_are_a_question(store: Path, tmp_path: Path) -> None:
    header = [*HEADER[:5], "应发金额", "实发金额", "发放日期"]
    rows = [[*payment(n)[:5], 100, 90, "2016-08-05"] for n in range(1, 4)]
    path = write_csv(tmp_path / "民政局_高龄津贴.csv", header, rows)
    refused = intake(store, [path])
    assert 'amount = "实发金额"' in refused.refused[0][1]
    mapping = tmp_path / "m.toml"
    mapping.write_text('[columns]\namount = "实发金额"\n', encoding="utf-8")
    intake(store, [path], mapping=mapping)
    assert engine(store).value("SELECT sum(amount) FROM payment") == Decimal("270.00")


def test_as_a_job(store: Path, tmp_path: Path) -> None:
    class Bar:
        steps: list[tuple[int, int]]

        def step(self, done: int, total: int, message: str = "") -> None:
            self.steps.append((done, total))

    bar = Bar()
    bar.steps = []
    path = write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)])
    result = run_job(operator(), bar, store=str(store), paths=[str(path)])
    assert result["rows_kept"] == 1
    assert bar.steps[-1] == (3, 3)


@pytest.mark.parametrize("table", ["death", "cadre", "vehicle", "company"])
def test_registers_keep_where_each_row_stood(store: Path, tmp_path: Path, table: str) -> None:
    who = resident_id(1)
    files = {
        "death": ("死亡人员.csv", ["姓名", "身份证号", "死亡日期"], ["张一", who, "2016-05-01"]),
        "cadre": ("村组干部名册.csv", ["姓名", "身份证号", "职务", "离任时间"], ["张一", who, "村主任", "至今"]),
        "vehicle": (
            "机动车登记.csv",
            ["所有人身份证明号码", "车辆类型", "注册登记日期"],
            [who, "小型普通客车", "2015-01-01"],
        ),
        "company": ("工商登记.csv", ["证件号码", "企业类型", "登记状态"], [who, "个体户", "已注销"]),
    }
    name, header, row = files[table]
    intake(store, [write_csv(tmp_path / name, header, [row])])
    assert engine(store).rows(f"SELECT source_row, source_file FROM {table}") == [{"source_row": 2, "source_file": 1}]
