"""Bad input gets one clear sentence; folders are walked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.intake.read import limits, read_file, walk
from analytics.words import Refused
from tests.intake.read.making import HEADER, ROW_1, ods, text, xls, xlsx, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _truncated_xlsx(path: Path) -> None:
    xlsx(path, {"S": [HEADER, ROW_1]})
    path.write_bytes(path.read_bytes()[:-500])


def _truncated_xls(path: Path) -> None:
    xls(path, [HEADER, ROW_1] * 50)
    path.write_bytes(path.read_bytes()[:1200])


def _wide(path: Path) -> None:
    text(path, [[f"补贴金额{i}" for i in range(20_000)], ["1"] * 20_000])


def _bomb(path: Path) -> None:
    zipped(path, {"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(40 * 1024**2)})


def _far_corners(path: Path) -> None:
    xlsx(path, {"S": [HEADER, ROW_1]})
    buffer = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(buffer) as archive:
        entries = {n: archive.read(n) for n in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="ZZ1048576"><v>1</v></c></row></sheetData>'
    entries[sheet] = entries[sheet].replace(b"</sheetData>", far)
    zipped(path, entries)


def _repeated_cells(path: Path) -> None:
    ods(path, [HEADER, ROW_1])
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        entries = {n: archive.read(n) for n in archive.namelist()}
    repeated = b'<table:table-row table:number-rows-repeated="90000000">'
    entries["content.xml"] = entries["content.xml"].replace(b"<table:table-row>", repeated)
    zipped(path, entries)


def _cut_inside_workbook(path: Path) -> None:
    xlsx(path, {"S": [HEADER, ROW_1]})
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        entries = {n: archive.read(n) for n in archive.namelist()}
    entries["xl/worksheets/sheet1.xml"] = entries["xl/worksheets/sheet1.xml"][:300]
    zipped(path, entries)


BAD: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "empty": ("a.xlsx", lambda p: p.write_bytes(b""), "空的"),
    "truncated xlsx": ("a.xlsx", _truncated_xlsx, "不完整或已损坏"),
    "truncated xls": ("a.xls", _truncated_xls, "不完整或已损坏"),
    "broken inside": ("a.xlsx", _cut_inside_workbook, "不完整或已损坏"),
    "password": ("a.xlsx", lambda p: p.write_bytes(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")), "密码"),
    "word of old": ("a.doc", lambda p: p.write_bytes(OLE + "WordDocument".encode("utf-16-le")), "不是电子表格"),
    "word": ("a.docx", lambda p: zipped(p, {"word/document.xml": b"<w/>"}), "不是电子表格"),
    "pdf": ("a.pdf", lambda p: p.write_bytes(b"%PDF-1.7 text"), "不是电子表格"),
    "picture": ("a.xlsx", lambda p: p.write_bytes(b"\xff\xd8\xff\xe0 text"), "不是电子表格"),
    "program": ("a.csv", lambda p: p.write_bytes(b"MZ\x90\0\x03"), "不是电子表格"),
    "binary csv": ("a.csv", lambda p: p.write_bytes(bytes(range(256)) * 40), "不是电子表格"),
    "source code": ("a.py", lambda p: p.write_text("import os, sys, re\n"), "不是电子表格"),
    "bomb": ("a.xlsx", _bomb, "解压后过大"),
    "far corners": ("a.xlsx", _far_corners, "单元格"),
    "repeated cells": ("a.ods", _repeated_cells, "单元格"),
    "20,000 columns": ("a.csv", _wide, "20000 列"),
    "prose": ("a.txt", lambda p: p.write_text("这是一封信。\n没有表格。\n", "utf-8"), "没有找到表头"),
    "no header": ("a.xlsx", lambda p: xlsx(p, {"甲": [["说明"]], "乙": [[1, 2], [3, 4]]}), "第 1、2 张表没有找到表头"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    name, make, words = BAD[case]
    make(tmp_path / name)
    with pytest.raises(Refused) as refusal:
        read_file(tmp_path / name)
    assert words in str(refusal.value)
    assert "文件未导入" in str(refusal.value)
    assert str(tmp_path) not in str(refusal.value)


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ROWS", 2)
    with pytest.raises(Refused, match="3 行"):
        read_file(text(tmp_path / "a.csv", [HEADER, ROW_1, ROW_1, ROW_1]))


@pytest.mark.parametrize(("name", "make"), [("a.csv", xlsx), ("a.xls", text), ("a.xlsx", ods)])
def test_wrong_extension_is_read_by_content_and_told(tmp_path: Path, name: str, make: Callable[..., Path]) -> None:
    rows = [HEADER, ROW_1]
    (sheet,) = read_file(make(tmp_path / name, {"S": rows} if make is xlsx else rows))
    assert sheet.rows_read == 1
    assert "已按内容读取" in sheet.remarks[0]


def test_walk_takes_folders_file_by_file(tmp_path: Path) -> None:
    for name in ("b/c.csv", "b/.hidden.csv", "b/~$c.xlsx", ".git/x.csv", "a.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = walk([tmp_path, tmp_path / "a.pdf"])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a.pdf", "b/c.csv"]


def test_walk_names_a_missing_path(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"没有找到“没有\.csv”"):
        walk([tmp_path / "没有.csv"])
