"""Small department files made at test time; every number begins 5199, nobody in them is real."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl
from stdnum.cn import ric

from analytics.engine import Engine, open_engine
from analytics.intake import IntakeReport
from analytics.snapshots import current_snapshot

HEADER = "乡镇,村,姓名,身份证号,一卡通账号,补贴金额(元),发放日期".split(",")
PEOPLE = "户号,与户主关系,姓名,公民身份号码,乡镇,村".split(",")


def resident_id(n: int, born: str = "19600101") -> str:
    """The n-th valid made-up resident ID of somebody born on that day."""
    digits = f"519900{born}{n:03d}"
    return digits + str(ric.calc_check_digit(digits + "0"))  # it wants the digit's place filled


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]], encoding: str = "utf-8-sig") -> Path:
    """A csv file as an office writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def write_xlsx(path: Path, sheets: dict[str, Sequence[Sequence[object]]]) -> Path:
    """A workbook; the rows of a sheet as they stand, title and header among them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def payment(
    n: int, amount: object = "100.00", day: str = "2016-08-05", village: str = "西庙村", **changed: str
) -> list[object]:
    """A row under HEADER for the n-th person."""
    row = {
        "乡镇": "青禾镇",
        "村": village,
        "姓名": f"张{'一二三四五六七八九十'[n % 10]}",
        "身份证号": resident_id(n),
        "一卡通账号": f"62145100000{n:05d}",
        "补贴金额(元)": amount,
        "发放日期": day,
    }
    return list((row | changed).values())


def engine(store: Path) -> Engine:
    """The engine over the newest snapshot."""
    snapshot = current_snapshot(store)
    assert snapshot is not None
    return open_engine(snapshot)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder but the lock, with its bytes: two equal results mean nothing was changed."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file() and p.name != ".lock"}


def only_sheet(report: IntakeReport):  # type: ignore[no-untyped-def]
    """The one sheet a report speaks of."""
    (sheet,) = report.sheets
    return sheet
