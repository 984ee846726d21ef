"""Month columns, years in titles, and grids turned into rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.read import month_columns, read_file, unpivot_months, years_in
from analytics.intake.read.month_names import month_of
from tests.intake.read.making import ROW_1, ROW_2, cells, xlsx


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("1月", 1), ("12月份", 12), ("一月", 1), ("十二月", 12), ("1月金额", 1), ("3月(元)", 3), ("2016年1月", 201601),
        ("201612", 201612), ("2016.02", 201602), ("2016年 7月", 201607), ("低保金 7月", 7), ("补贴 2017年 7月", 201707),
        ("2016年各月金额 1月", 201601), ("2015-2016年 1月", 1),
        ("13月", None), ("201613", None), ("月份", None), ("发放月份", None), ("金额", None), ("2016", None),
        ("1月人数", None), ("合计", None), ("月人均", None),
    ],
)  # fmt: skip
def test_month_of(name: str, month: int | None) -> None:
    assert month_of(name) == month


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("青禾县2015年农村低保金", [2015]),
        ("低保金_2015-2017.xlsx", [2015, 2016, 2017]),
        ("二〇一六年度", [2016]),
        ("201608发放表", [2016]),
        ("制表日期:2018年1月10日", []),
        ("2016-08-05", []),
        ("519900195506250091", []),
        ("2014年、2016年", [2014, 2016]),
    ],
)
def test_years_in(text: str, years: list[int]) -> None:
    assert years_in(text) == years


def test_a_column_a_month_becomes_a_row_a_month(tmp_path: Path) -> None:
    rows = [
        ["姓名", "身份证号", "1月", "2月", "3月", "合计"],
        [*ROW_1[1:3], 300, 0, "", 300],
        [*ROW_2[1:3], 544, 544.5, "-", 1088.5],
    ]
    grid = read_file(xlsx(tmp_path / "a.xlsx", {"2016年": rows}))[0]
    assert month_columns(grid) == {2: 1, 3: 2, 4: 3}
    sheet = unpivot_months(grid)
    assert sheet.header == ("姓名", "身份证号", "所属期月", "金额")
    assert cells(sheet) == [
        [*ROW_1[1:3], "1", "300"],
        [*ROW_2[1:3], "1", "544"],
        [*ROW_2[1:3], "2", "544.5"],
    ]
    assert sheet.rows["source_row"].to_pylist() == [2, 3, 3]
    assert sheet.dropped == {"空白月份": 3}
    assert 3 * grid.rows_read == sheet.rows_read + sheet.dropped["空白月份"]


def test_months_under_a_year_in_a_two_line_header(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "2016年", None, None], [None, None, "1月", "2月", "合计"], [*ROW_1[1:3], 1, 2, 3]]
    sheet = unpivot_months(read_file(xlsx(tmp_path / "a.xlsx", {"S": rows}, ["A1:A2", "B1:B2", "C1:E1"]))[0])
    assert [r[2:] for r in cells(sheet)] == [["201601", "1"], ["201602", "2"]]


def test_a_sheet_without_months_comes_back_as_it_is(tmp_path: Path) -> None:
    sheet = read_file(xlsx(tmp_path / "a.xlsx", {"S": [["姓名", "身份证号", "1月"], ROW_1[:3]]}))[0]
    assert unpivot_months(sheet) is sheet
