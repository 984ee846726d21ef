"""Whatever the program does with a county's files, none of their people stands anywhere it writes, but sealed."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from analytics import own_rules
from analytics.engine import open_engine
from analytics.export import File, Head, Order
from analytics.intake import intake
from analytics.permissions import operator
from analytics.precheck import answer, check
from analytics.precheck.kept import new
from analytics.records import db, field_desk, requests
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import sign_in
from analytics.records.exports import issue_export
from analytics.reveal import reveal
from analytics.rules.run import run
from analytics.settings import ROOT
from analytics.snapshots import current_snapshot
from analytics.viewer import Place, Scope, Viewer
from analytics.words import Refused
from analytics.workbench import Question, Shelf, Ticked, keep, take
from tests.conftest import PASSWORD
from tests.intake.making import HEADER, payment, resident_id, write_csv, write_xlsx
from tests.leaks.reader import leaks
from tests.pages.served import Tab, serving
from tests.precheck.county import asked, county, roster
from tests.support.department_files import _account, _id, _name
from tests.support.own_store import own_store

WHO = Viewer("training", "training")
HIDDEN = resident_id(777, "19700101")
OLD = "519900700101123"  # of fifteen digits
PHONE = "13955501234"
STRANGER = resident_id(778, "19710101")
PEOPLE = (1, 2, 3, 6, 11, 21, 31, 41, 51, 61)
NEEDLES = [
    *(part(n) for part in (_id, _account, _name) for n in PEOPLE), HIDDEN, OLD, PHONE, STRANGER,
]  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Path]]:
    """All that was written while a county was taken in, compared, looked at, exported, and asked about wrongly."""
    home = tmp_path_factory.mktemp("leaks")
    files, store, said = home / "files", home / "store", home / "said"
    said.mkdir()
    with own_store(store) as environment:
        environment.setenv("QINGZHANG_MEMORY_DISK", str(_made(home / "tmp")))
        environment.setenv("TMPDIR", str(home / "tmp"))
        county(store, _made(files))
        _more_files(store, files)
        _work(store, files)
        _serve(store, said)
        _wrong_use(store, said)
        db.close()  # what still waits in a log is in the file then
        yield [store, said, home / "tmp"]


def test_nobody_stands_in_anything_written(written: list[Path]) -> None:
    assert leaks(written, NEEDLES) == []


def test_they_are_in_there_sealed(written: list[Path]) -> None:
    from analytics.vault import Vault

    assert set(Vault(written[0]).find("person", [HIDDEN, _id(3)])) == {HIDDEN, _id(3)}


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _more_files(store: Path, files: Path) -> None:
    """Numbers where nobody expects them: remarks, names of files and sheets, other numbers, rows that are rejected."""
    head = [*HEADER, "备注", "联系电话", "残疾证号"]
    rows = [[*payment(1), f"由{HIDDEN}代领,电话{PHONE}", PHONE, f"{HIDDEN}43"], [*payment(2), f"旧证{OLD}", "", ""]]
    rows += [[*payment(3, 身份证号=OLD), "", PHONE, ""], [*payment(4, 身份证号="5.199E+17"), HIDDEN, PHONE, ""]]
    intake(store, [write_csv(files / f"民政局_高龄津贴{HIDDEN}.csv", head, rows)])
    sheet = [head, *([*payment(n), "", "", ""] for n in range(5, 9))]
    intake(store, [write_xlsx(files / "残联_残疾人生活补贴.xlsx", {f"表{HIDDEN}"[:31]: sheet})])


def _work(store: Path, files: Path) -> None:
    snapshot = current_snapshot(store)
    assert snapshot is not None
    engine = open_engine(snapshot)
    run(store, snapshot, operator())
    create_account(operator(), "training", PASSWORD, role="training", must_change=False)
    session = sign_in("training", PASSWORD)
    shelf = Shelf(store, session.id)
    listed = [[*payment(n)[:3], number, *payment(n)[4:]] for n, number in ((3, _id(3)), (9, STRANGER))]
    content = write_csv(files / f"名单{STRANGER}.csv", HEADER, listed).read_bytes()
    token = take(WHO, engine, shelf, f"名单{STRANGER}.csv", content)
    both = Question(Ticked("upload", token), Ticked("register", "death"))
    with suppress(Refused):
        keep(WHO, engine, shelf, both, "both", f"查{HIDDEN}", f"群众{PHONE}反映")
    path = roster(files)
    new(store, session.id).put(answer(WHO, check(WHO, store, path, asked(store)), full=True), full=True)
    key = engine.value("SELECT min(person) FROM payment")
    reveal(WHO, store, "person", key, f"核对{HIDDEN}")
    plain = "\n".join(map(_id, PEOPLE)).encode()
    issue_export(
        WHO, session.id, Order("名单.csv", "text/csv", Head(WHO, "全部", ""), lambda _h: File(plain, 3)), "汇报"
    )
    civil = Viewer("min", "department", Scope(departments=frozenset({asked(store).department})))
    number = requests.ask(
        civil, "precheck", Place(department=asked(store).department), {"note": HIDDEN}, f"为{HIDDEN}预审",
        [(f"{HIDDEN}.xlsx", path.read_bytes())],
    )  # fmt: skip
    field_desk.take(operator(), number)
    field_desk.answer(operator(), number, "done", {"lines": [_id(3)]}, file=("a.xlsx", path.read_bytes()))
    own_rules.start(WHO, like="C12")


def _serve(store: Path, said: Path) -> None:
    """Pages that show people, over the real server; what it says on its console is kept."""
    with serving(store, said / "server.log") as host:
        token = sign_in("training", PASSWORD).token
        for page, query in (
            ("suspects", ""),
            ("drilldown", "tab=payments"),
            ("dossier", "person=3"),
            ("nothing", HIDDEN),
        ):
            with Tab(host, token) as tab:
                tab.tell(lambda frame, p=page, q=query: _ask(frame, p, q))


def _ask(frame: object, page: str, query: str) -> None:
    frame.rerun_script.page_name, frame.rerun_script.query_string = page, query  # type: ignore[attr-defined]


def _wrong_use(store: Path, said: Path) -> None:
    """Errors of the command line, with a number where it does not belong; only what is typed is said again."""
    broken = said.parent / "files" / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04" + _id(3).encode())
    calls = (["intake", str(broken)], ["hits", "--csv", str(said / "masked.csv")], ["snapshots", "--json"], ["verify"])
    out = io.StringIO()
    for call in calls:
        command = [sys.executable, "-m", "analytics", *call, "--store", str(store)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        out.write(done.stdout + done.stderr)
    (said / "console.txt").write_text(out.getvalue(), encoding="utf-8")
