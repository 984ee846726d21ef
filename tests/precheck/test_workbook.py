"""The spreadsheet that goes back: texts stay texts, odd names and cells do no harm."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl

from analytics.export import Head
from analytics.precheck.roster import read_roster
from analytics.precheck.workbook import dress
from analytics.viewer import Viewer
from tests.intake.making import write_csv, write_xlsx
from tests.precheck.county import INNOCENT, ROSTER_HEADER, line

TITLES = ("预审结果", "需核事项")
HEAD = Head(Viewer("li", "training"), "资格预审", "abc")


def test_a_cell_that_would_act_is_a_text(store: Path, tmp_path: Path) -> None:
    row = [*line(INNOCENT), '=HYPERLINK("http://x","y")', "@SUM(A1)", "http://x"]
    path = write_csv(tmp_path / "名册.csv", [*ROSTER_HEADER, "备注", "甲", "乙"], [row])
    made = dress(read_roster(path, store), {"": {2: ("需核", "=1+1")}}, TITLES, HEAD)
    parts = zipfile.ZipFile(io.BytesIO(made))
    assert not any(b"<f>" in parts.read(n) or b"<hyperlink" in parts.read(n) for n in parts.namelist())
    sheet = openpyxl.load_workbook(io.BytesIO(made)).worksheets[0]
    assert [cell.value for cell in sheet[2]][-5:] == [*row[-3:], "需核", "=1+1"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


def test_a_sheets_name_that_is_cut_at_a_quote_is_one_excel_takes(store: Path, tmp_path: Path) -> None:
    read = read_roster(
        write_xlsx(tmp_path / "名册.xlsx", {"a" * 30 + "'": [[*ROSTER_HEADER], [*line(INNOCENT)]]}), store
    )
    assert dress(read, {}, TITLES, HEAD)


def test_sheets_with_our_own_name_dates_and_gaps(store: Path, tmp_path: Path) -> None:
    header = [*ROSTER_HEADER, "出生"]
    rows = [header, [*line(INNOCENT), date(1951, 6, 1)], [], [*line(INNOCENT + 1), None]]
    read = read_roster(write_xlsx(tmp_path / "名册.xlsx", {"说明": rows}), store)
    made = dress(read, {"说明": {2: ("通过", ""), 4: ("通过", "")}}, TITLES, HEAD)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["说明", "说明 2"]
    assert book["说明"]["H2"].value.date() == date(1951, 6, 1) and book["说明"]["G2"].value == 300
    assert [book["说明"].cell(n, 9).value for n in range(1, 5)] == ["预审结果", "通过", None, "通过"]
