"""A real store made from department files, and a roster: a dead, one listed twice, one on the payroll, a stranger,
an innocent."""

from pathlib import Path

from analytics.engine import open_engine
from analytics.intake import intake
from analytics.precheck import Asked
from analytics.snapshots import Snapshot, current_snapshot
from tests.intake.making import write_csv, write_xlsx
from tests.support.department_files import DEAD, _account, _id, _name, _where, department_files

TWICE, EMPLOYEE, STRANGER, INNOCENT = 31, 51, 180, 61
DIED_ON = "2015-03-01"
EMPLOYER = "青禾县水利局"
ROSTER = [DEAD, TWICE, TWICE, EMPLOYEE, STRANGER, INNOCENT]
ROSTER_HEADER = ["序号", "乡镇", "村(社区)", "姓名", "身份证号", "一卡通账号", "补贴金额(元)"]
PAYROLL_HEADER = ["姓名", "身份证号", "单位名称", "人员类别", "入职时间", "离职时间"]


def county(store: Path, folder: Path) -> Snapshot:
    """Build it in the empty store `store`."""
    files = department_files(folder)
    payroll = [[_name(EMPLOYEE), _id(EMPLOYEE), EMPLOYER, "在编在职", "2010-01-01", ""]]
    files.append(write_csv(folder / "23_财政局_财政供养人员.csv", PAYROLL_HEADER, payroll))
    report = intake(store, files)
    assert not report.refused
    found = current_snapshot(store)
    assert found is not None
    return found


def asked(store: Path, programme: str = "农村低保金", reason: str = "十二月发放前预审") -> Asked:
    """The civil affairs department asks about one of its programmes."""
    snapshot = current_snapshot(store)
    assert snapshot is not None
    sql = "SELECT department, programme FROM programme WHERE title = ?"
    (row,) = open_engine(snapshot).rows(sql, [programme])
    return Asked(row["department"], row["programme"], reason)


def line(n: int, number: int = 1, amount: object = 300) -> list[object]:
    """The n-th person as a row under ROSTER_HEADER."""
    return [number, *_where(n), _name(n), _id(n), _account(n), amount]


def roster(folder: Path, people: list[int] | None = None, more: list[list[object]] | None = None) -> Path:
    """A workbook as an office draws it: title and note above the header, a sum and a signature below."""
    rows = [line(n, at) for at, n in enumerate(ROSTER if people is None else people, start=1)]
    sheet = [
        ["青禾县农村低保金发放花名册"],
        ["填报单位:民政局"],
        ROSTER_HEADER,
        *rows,
        *(more or []),
        ["合计", None, None, None, None, None, 300 * len(rows)],
        ["制表人:某某"],
    ]
    return write_xlsx(folder / "农村低保金待发名册.xlsx", {"一月": sheet, "填表说明": [["按月填报"], ["不得涂改"]]})
