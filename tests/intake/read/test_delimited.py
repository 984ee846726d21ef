"""csv and txt: encodings, delimiters, quotes, ragged rows."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from analytics.intake.read import read_file
from analytics.words import Refused
from tests.intake.read.making import HEADER, ROW_1, ROW_2, cells, text

ENCODINGS = {
    "utf-8": b"", "utf-8-bom": codecs.BOM_UTF8, "gb18030": b"",
    "utf-16-le": b"", "utf-16-be": b"", "utf-16-le-bom": codecs.BOM_UTF16_LE, "utf-16-be-bom": codecs.BOM_UTF16_BE,
}  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_with_every_delimiter(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = text(tmp_path / "a.csv", [HEADER, ROW_1, ROW_2], encoding.removesuffix("-bom"), delimiter)
    path.write_bytes(ENCODINGS[encoding] + path.read_bytes())
    (sheet,) = read_file(path)
    assert sheet.header == tuple(HEADER)
    assert cells(sheet) == [ROW_1, ROW_2]
    assert sheet.rows["source_row"].to_pylist() == [2, 3]


def test_quotes_line_breaks_and_formula_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('乡镇,"姓\n名",身份证号,备注\n青禾镇,"彭,志全",="519900195506250091","一""二\n三"\n', "utf-8")
    (sheet,) = read_file(path)
    assert sheet.header == ("乡镇", "姓名", "身份证号", "备注")
    assert cells(sheet) == [["青禾镇", "彭,志全", '="519900195506250091"', '一"二\n三']]


def test_ragged_rows_are_padded_cut_or_rejected(tmp_path: Path) -> None:
    rows = [HEADER, ROW_1, ROW_2[:3], [*ROW_1, "", " "], [*ROW_2, "多出"], [], ROW_2]
    (sheet,) = read_file(text(tmp_path / "a.csv", rows, "gb18030"))
    assert cells(sheet) == [ROW_1, [*ROW_2[:3], None], ROW_1, ROW_2]
    assert sheet.rows["source_row"].to_pylist() == [2, 3, 4, 7]
    assert sheet.dropped == {"空行": 1}
    assert sheet.rejected.to_pylist() == [
        {"source_row": 5, "text": ",".join([*ROW_2, "多出"]), "reason": "这一行有 5 格,表头只有 4 列"}
    ]
    assert sheet.rows_read == 5


def test_titles_above_and_a_total_below(tmp_path: Path) -> None:
    rows = [["青禾县2016年补贴表"], ["单位:元"], HEADER, ROW_1, ["合计", "", "", "300.00"], ["制表人:"]]
    (sheet,) = read_file(text(tmp_path / "a.txt", rows, "gb18030", "\t"))
    assert (sheet.title, sheet.notes, cells(sheet)) == ("青禾县2016年补贴表", "单位:元", [ROW_1])
    assert sheet.dropped == {"合计": 1, "签字行": 1}
    assert sheet.rows["source_row"].to_pylist() == [4]


def test_unpaired_quote_does_not_swallow_the_rest(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [HEADER, ['"青禾镇', *ROW_1[1:]], ROW_2])
    (sheet,) = read_file(path)
    assert cells(sheet)[1] == ROW_2
    assert sheet.remarks == ("文件里的引号不成对,已把引号当作普通字符读取。",)


def test_undecodable_bytes_are_told(tmp_path: Path) -> None:
    path = text(tmp_path / "a.csv", [HEADER, ROW_1, ROW_2], "gb18030")
    path.write_bytes(path.read_bytes().replace("喻".encode("gb18030"), b"\xff"))
    (sheet,) = read_file(path)
    assert cells(sheet)[0] == ROW_1
    assert cells(sheet)[1][1] == "\ufffd玉学"
    assert "1 个字符无法识别" in sheet.remarks[0]


def test_totals_are_found_among_many_rows(tmp_path: Path) -> None:
    rows = [HEADER, *[ROW_1] * 1500, ["", "小计", "", "1"], *[ROW_2] * 1500, HEADER, ["合计", "", "", "2"]]
    (sheet,) = read_file(text(tmp_path / "a.csv", rows, "gb18030"))
    assert (sheet.rows_read, sheet.dropped) == (3000, {"重复表头": 1, "小计": 1, "合计": 1})


def test_header_alone_gives_no_rows(tmp_path: Path) -> None:
    (sheet,) = read_file(text(tmp_path / "a.csv", [HEADER]))
    assert (sheet.header, sheet.rows_read) == (tuple(HEADER), 0)


def test_a_person_called_like_a_total_stays(tmp_path: Path) -> None:
    rows = [HEADER, ["合计", "合计", ROW_1[2], "1"]]
    (sheet,) = read_file(text(tmp_path / "a.csv", rows))
    assert sheet.rows_read == 1


def test_groups_above_sub_columns_without_merged_cells(tmp_path: Path) -> None:
    rows = [
        ["", "", "", "单位：元"],
        ["姓 名", "身 份 证 号", "退耕还林", ""],
        ["", "", "面积", "金额"],
        [*ROW_1[1:3], "2", "250"],
    ]
    (sheet,) = read_file(text(tmp_path / "a.csv", rows))
    assert (sheet.title, sheet.notes) == ("", "单位：元")
    assert sheet.header == ("姓名", "身份证号", "退耕还林 面积", "退耕还林 金额")
    assert cells(sheet) == [[*ROW_1[1:3], "2", "250"]]


def test_rows_of_text_under_a_nameless_column_are_no_second_header(tmp_path: Path) -> None:
    rows = [["姓名", "", "职务", "乡镇"], ["彭志全", "男", "村主任", "青禾镇"], ["喻玉学", "女", "村文书", "青禾镇"]]
    assert read_file(text(tmp_path / "a.csv", rows))[0].rows_read == 2


def test_data_without_a_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="没有找到表头"):
        read_file(text(tmp_path / "a.csv", [ROW_1, ROW_2]))


@pytest.mark.parametrize("delimiter", [",", "|"])
@pytest.mark.parametrize("name", ["皘|", "皘\ufffd", '皘"', "𠀀皘"])
def test_characters_that_look_like_something_else_in_gb18030(tmp_path: Path, delimiter: str, name: str) -> None:
    rows = [HEADER, [f'"{name.replace(chr(34), chr(34) * 2)}"', *ROW_1[1:]], ROW_2]
    (sheet,) = read_file(text(tmp_path / "a.csv", rows, "gb18030", delimiter))
    assert cells(sheet) == [[name, *ROW_1[1:]], ROW_2]
    assert any("\ufffd" in remark for remark in sheet.remarks) == ("\ufffd" in name)
