"""xlsx, xls, ods and web pages: what stands in the cells comes out as text."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.intake.read import read_file
from analytics.intake.read.cells import cell_text
from tests.intake.read.making import HEADER, ROW_1, ROW_2, cells, ods, xls, xlsx


def test_title_notes_totals_and_signatures_around_the_rows(tmp_path: Path) -> None:
    rows = [
        ["青禾县2016年种粮大户补贴发放表"],
        ["填报单位:青禾县  制表日期:2018年1月10日"],
        HEADER,
        ROW_1,
        ["", "小  计", "", "300.00"],
        HEADER,
        ["青禾县2016年种粮大户补贴发放表"],
        ROW_2,
        ["合计", "", "", "844.00"],
        [None],
        ["审核人:", "", "制表人:"],
        ["注:数据以打卡为准"],
    ]
    path = xlsx(tmp_path / "a.xlsx", {"Sheet1": rows, "说明": [["本表由业务系统导出"]]})
    sheet, prose = read_file(path)
    assert (sheet.title, sheet.notes) == ("青禾县2016年种粮大户补贴发放表", "填报单位:青禾县  制表日期:2018年1月10日")
    assert sheet.header == tuple(HEADER)
    assert cells(sheet) == [ROW_1, ROW_2]
    assert sheet.rows["source_row"].to_pylist() == [4, 8]
    assert sheet.dropped == {
        "小计": 1, "重复表头": 1, "重复标题": 1, "合计": 1, "空行": 1, "签字行": 1, "说明行": 1,
    }  # fmt: skip
    assert sheet.rows_read == 2
    assert (prose.skipped, prose.rows_read, prose.title) == ("没有找到表头", 0, "本表由业务系统导出")


def test_hidden_sheets_are_left_out(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"甲": [HEADER, ROW_1], "乙": [HEADER, ROW_2]}, hidden=["乙"])
    assert [s.sheet for s in read_file(path)] == ["甲"]


def test_two_line_header_with_merged_groups(tmp_path: Path) -> None:
    rows = [
        ["2016年退耕还林兑现表", None, None, None, None],
        ["姓 名", "身份\n证号", "补贴", None, None],
        [None, None, "面积（亩）", "标准", "金额"],
        ["彭志全", ROW_1[2], 2, 125, 250],
    ]
    merges = ["A1:E1", "A2:A3", "B2:B3", "C2:E2"]
    (sheet,) = read_file(xlsx(tmp_path / "a.xlsx", {"S": rows}, merges))
    assert sheet.header == ("姓名", "身份证号", "补贴 面积(亩)", "补贴 标准", "补贴 金额")
    assert cells(sheet) == [["彭志全", ROW_1[2], "2", "125", "250"]]
    assert sheet.title == "2016年退耕还林兑现表"


def test_merged_cells_are_filled_but_one_payment_stays_one(tmp_path: Path) -> None:
    rows = [HEADER, ["青禾镇", "彭志全", ROW_1[2], 600], [None, "喻玉学", ROW_2[2], None]]
    (sheet,) = read_file(xlsx(tmp_path / "a.xlsx", {"S": rows}, ["A2:A3", "D2:D3"]))
    assert cells(sheet) == [["青禾镇", "彭志全", ROW_1[2], "600"], ["青禾镇", "喻玉学", ROW_2[2], None]]
    assert sheet.remarks == ("合并的金额单元格只计在第一行,其余各行金额为空。",)


def test_ditto_marks_take_the_value_above(tmp_path: Path) -> None:
    rows = [HEADER, ROW_1, ["同上", "喻玉学", ROW_2[2], "〃"], ["〃", "范兰", "519900198402180081", '"']]
    (sheet,) = read_file(xlsx(tmp_path / "a.xlsx", {"S": rows}))
    assert [(r[0], r[3]) for r in cells(sheet)] == [("青禾镇", "300.00")] * 3


def test_old_workbook_with_merged_cells(tmp_path: Path) -> None:
    rows = [["财政供养人员", "", "", ""], HEADER, ROW_1, ["", *ROW_2[1:]]]
    (sheet,) = read_file(xls(tmp_path / "a.xls", rows, [(0, 0, 0, 3), (2, 3, 0, 0)]))
    assert (sheet.sheet, sheet.title) == ("数据", "财政供养人员")
    assert cells(sheet) == [ROW_1, ["青禾镇", *ROW_2[1:]]]


def test_opendocument_with_merged_cells(tmp_path: Path) -> None:
    rows = [HEADER, [*ROW_1[:3], 300], ["", *ROW_2[1:3], 544.5]]
    (sheet,) = read_file(ods(tmp_path / "a.ods", rows, {(1, 0): 2}))
    assert cells(sheet) == [[*ROW_1[:3], "300"], ["青禾镇", *ROW_2[1:3], "544.5"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_web_page_under_the_name_of_a_workbook(tmp_path: Path, encoding: str) -> None:
    page = (
        "<html><head><meta charset=x></head><body><table>"
        "<tr><td colspan=3>死亡人员信息</td></tr><tr><th>姓名<th>身份证号<th>死亡日期</tr>"
        "<tr><td rowspan=2>彭志全</td><td>519900195506250091</td><td>2016-05-01</td></tr>"
        "<tr><td>519900198304190071</td><td>2016/5/1</td></tr></table></body></html>"
    )
    path = tmp_path / "a.xls"
    path.write_bytes(page.encode(encoding))
    (sheet,) = read_file(path)
    assert (sheet.title, sheet.header) == ("死亡人员信息", ("姓名", "身份证号", "死亡日期"))
    assert cells(sheet) == [
        ["彭志全", "519900195506250091", "2016-05-01"],
        ["彭志全", "519900198304190071", "2016/5/1"],
    ]


def test_a_person_chooses_the_header_row(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"S": [["甲", "乙"], ["丙", "丁"], ["1", "2"]]})
    (sheet,) = read_file(path, {"S": 2})
    assert (sheet.header, cells(sheet), sheet.title) == (("丙", "丁"), [["1", "2"]], "甲 乙")


def test_foreign_ledger_without_a_known_word(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", {"S": [["Vendor Ref", "Paid To", "Sum"], ["A-17", "Works Ltd", 12.5]]})
    assert read_file(path)[0].header == ("VendorRef", "PaidTo", "Sum")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (300.0, "300"),
        (98.5, "98.5"),
        (0.1 + 0.2, "0.3"),
        (-285, "-285"),
        (519900195506250091, "5.19900195506250E+17"),
        (6214510000007030.0, "6.21451000000703E+15"),
        (6214510000007037.0, "6214510000007037"),
        (True, "是"),
        (None, None),
        (" 　", None),
        ("519900195506250091 ", "519900195506250091 "),
        (date(2016, 8, 5), "2016-08-05"),
        (datetime(2016, 8, 5), "2016-08-05"),
        (datetime(2016, 8, 5, 10, 30), "2016-08-05 10:30:00"),
    ],
)
def test_cell_text(value: object, expected: str | None) -> None:
    assert cell_text(value) == expected
