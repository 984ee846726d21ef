"""Files open rightly in Excel, and no cell of theirs can act."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.export import BOM, Head, file_name, harmless_text, to_csv, to_xlsx
from analytics.permissions import operator
from analytics.words import Refused

DANGEROUS = [
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "﹦1",
    "−1+2",
    " =1+1",
    "\u3000=1",
    "\u00a0@A",
    "\u200b=1",
    "\ufeff=1",
    "\n=1",
    "\r\n+cmd|'/C calc'!A0",
    "=cmd|'/C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc")',
    "=MSEXCEL|'\\..\\..\\cmd.exe'!\"\"",
    "\v-1+1",
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://x")',
    "-",
    "=-1",
]
HARMLESS = ["-12.50", "+86", "12", "张某某", "a=b", "", "519900********123X", "'=1", "5 - 3"]
ROWS = pa.table(
    {
        "name": pa.array(["=1+1", 'quote " and, comma\nand line']),
        "amount": pa.array([Decimal("-12.50"), Decimal("1000.00")], pa.decimal128(12, 2)),
        "on": pa.array([date(2016, 8, 15), None]),
        "rules": pa.array([["A01", "B03"], []]),
        "keys": pa.array([[1, 2], None], pa.list_(pa.int32())),
    }
)


def read(payload: bytes) -> list[dict[str, str]]:
    assert payload.startswith(BOM)
    return list(csv.DictReader(io.StringIO(payload.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_would_act_is_made_plain(text: str) -> None:
    assert harmless_text(pa.chunked_array([[text]])).to_pylist() == ["'" + text]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_stays(text: str) -> None:
    assert harmless_text(pa.chunked_array([[text]])).to_pylist() == [text]


ACTIVE = tuple("=+-@＝＋－＠﹦﹢﹣﹫−")
# Ordinary text, with what attacks are made of more often than chance would have it.
PIECES = st.sampled_from(
    [*ACTIVE, "\t", "\r", "\n", " ", "\u3000", "\u200b", "'", '"', ",", ";", "|", "cmd|'/C calc'!A0"]
)
TEXT = st.lists(PIECES | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4), max_size=6).map(
    "".join
)


def acts(cell: str) -> bool:
    """Whether a spreadsheet might run it: written for the test, not read from the code under it."""
    shown = cell.lstrip("".join(map(chr, range(33))) + "\x7f\u00a0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\ufeff")
    number = cell.removeprefix("-").removeprefix("+").replace(".", "", 1)
    return (shown.startswith(ACTIVE) or cell[:1] in tuple("\t\r\n")) and not (number.isascii() and number.isdigit())


@given(st.lists(TEXT, max_size=20))
def test_no_cell_acts_and_each_comes_back_behind_its_mark(texts: list[str]) -> None:
    payload = to_csv(pa.table({"n": pa.array(range(len(texts)), pa.int32()), "text": pa.array(texts, pa.string())}))
    cells = [row["text"] for row in read(payload)]
    assert not any(map(acts, cells))
    assert [cell.removeprefix("'") if cell != text else cell for cell, text in zip(cells, texts, strict=True)] == texts
    assert all(cell == text or cell == "'" + text for cell, text in zip(cells, texts, strict=True))


@given(TEXT.filter(bool))
def test_no_header_acts(header: str) -> None:
    rows = pa.table([pa.array(["a"])], names=["column"])
    (first, *_rest) = csv.reader(io.StringIO(to_csv(rows, {"column": header}).decode("utf-8-sig"), newline=""))
    assert not acts(first[0]) and first[0].removeprefix("'") == header.removeprefix("'")


@given(TEXT, TEXT, TEXT)
def test_the_head_stays_one_cell_that_does_not_act(filters: str, reason: str, run: str) -> None:
    head = Head(operator(), filters, "abc", run, reason=reason)
    lines = list(csv.reader(io.StringIO(to_csv(ROWS, head=head).decode("utf-8-sig"), newline="")))
    assert len(lines[0]) == 1 and lines[0][0].startswith("密级") and not acts(lines[0][0])
    assert lines[1] == ROWS.column_names and len(lines) == 4


@given(TEXT, TEXT)
def test_in_a_workbook_every_text_is_a_text(text: str, filters: str) -> None:
    plain = "".join(sign for sign in text if sign.isprintable())
    rows = pa.table([pa.array([plain, "{=1+1}", "http://a.b"])], names=["column"])
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, {"column": "=1+1"}, Head(operator(), filters, "abc"))))
    cells = [cell for sheet in book for row in sheet.rows for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    assert [cell.value or "" for cell in book["明细"]["A"]][1:] == [plain, "{=1+1}", "http://a.b"]


@given(TEXT)
def test_no_file_name_is_a_path_or_acts(wanted: str) -> None:
    name = file_name(wanted)
    assert name and not acts(name) and not set(name) & set('/\\\r\n\t\0"<>|:*?') and name not in (".", "..")
    assert len(name) <= 120 and file_name(name) == name


def test_csv_comes_back_as_it_was() -> None:
    first, second = read(to_csv(ROWS))
    assert first == {"name": "'=1+1", "amount": "-12.50", "on": "2016-08-15", "rules": "A01|B03", "keys": "1|2"}
    assert second["name"] == 'quote " and, comma\nand line' and second["on"] == second["keys"] == ""


def test_titles_choose_and_order_columns() -> None:
    assert list(read(to_csv(ROWS, {"amount": "金额(元)", "name": "姓名"}))[0]) == ["金额(元)", "姓名"]


def test_the_head_stands_above() -> None:
    head = Head(operator(), "乡镇=青禾镇", "abc", "def")
    first, second = to_csv(ROWS, head=head).decode("utf-8-sig").splitlines()[:2]
    assert "内部资料 严禁外传" in first and head.number in first and "乡镇=青禾镇" in first
    assert second.startswith('"name"')


def test_xlsx_holds_the_head_and_the_rows() -> None:
    head = Head(operator(), "全部", "abc")
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(ROWS, {"name": "姓名", "amount": "金额(元)"}, head)))
    assert book.sheetnames == ["说明", "明细"]
    assert book["说明"]["B1"].value == "内部资料 严禁外传"
    cells = [[cell.value for cell in row] for row in book["明细"].rows]
    assert cells[:2] == [["姓名", "金额(元)"], ["=1+1", -12.5]]
    assert book["明细"]["A2"].data_type == "s"


def test_more_rows_than_excel_has() -> None:
    with pytest.raises(Refused, match="Excel"):
        to_xlsx(pa.table({"n": pa.nulls(1_048_576, pa.int32())}))


def test_no_rows() -> None:
    assert read(to_csv(ROWS.slice(0, 0))) == []
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx(ROWS.slice(0, 0)))).sheetnames == ["明细"]
