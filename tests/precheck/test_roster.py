"""A roster is read as the intake reads, and its cells are kept as they stand."""

from pathlib import Path

import pytest

from analytics.precheck.roster import read_roster
from analytics.words import Refused
from tests.intake.making import write_csv, write_xlsx
from tests.precheck.county import INNOCENT, ROSTER, ROSTER_HEADER, line, roster


def test_title_sum_and_signature_are_no_payees(store: Path, tmp_path: Path) -> None:
    read = read_roster(roster(tmp_path), store)
    (part,) = read.parts
    assert (read.rows, part.header) == (len(ROSTER), 3)
    assert part.rows == set(range(4, 4 + len(ROSTER)))
    assert read.left_out == ("填表说明",)
    assert read.likely({1: "低保金", 2: "农村低保金", 3: "高龄津贴"}) == 2 and read.likely({3: "高龄津贴"}) is None
    assert [len(rows) for rows in read.cells.values()] == [len(ROSTER) + 5, 2]
    assert read.cells["一月"][0][0] == "青禾县农村低保金发放花名册"


def test_a_csv_of_the_office_is_read_in_its_own_encoding(store: Path, tmp_path: Path) -> None:
    rows = [line(INNOCENT, 1), line(INNOCENT + 1, 2)]
    read = read_roster(write_csv(tmp_path / "高龄津贴名册.csv", ROSTER_HEADER, rows, "gb18030"), store)
    assert read.rows == 2 and read.cells[""][0] == ROSTER_HEADER
    assert read.cells[""][1] == [str(cell) for cell in rows[0]]


def test_a_row_that_does_not_fit_its_header_is_kept(store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "名册.csv", ROSTER_HEADER, [line(INNOCENT), [*line(INNOCENT + 1), "多", "余"]])
    read = read_roster(path, store)
    assert read.rows == 2 and read.parts[0].rows == {2, 3}
    assert "多" in read.cells[""][2][0]


def test_when_it_says_to_be_paid_is_left_out(store: Path, tmp_path: Path) -> None:
    header = [*ROSTER_HEADER, "发放日期", "所属期"]
    path = write_csv(tmp_path / "名册.csv", header, [[*line(INNOCENT), "2031-01-01", "2031年1月"]])
    (part,) = read_roster(path, store).parts
    assert not {"pay_date", "period"} & part.plan.columns.keys()


@pytest.mark.parametrize(
    ("header", "row", "sentence"),
    [
        (["姓名", "电话"], ["张三", "1"], "没有找到身份证号一列|没有找到表头"),
        (["姓名", "身份证号"], [line(INNOCENT)[3], line(INNOCENT)[4]], "没有认准“金额"),
    ],
)
def test_what_is_no_roster_is_refused_in_a_sentence(
    header: list[str], row: list[object], sentence: str, store: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match=sentence):
        read_roster(write_xlsx(tmp_path / "名单.xlsx", {"一": [header, row]}), store)


def test_a_torn_file_is_refused(store: Path, tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(Refused):
        read_roster(path, store)
