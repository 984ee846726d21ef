"""The desk carries out what the field asks: in the asker's own scope, and whatever happens the request is answered."""

import io
import time
from pathlib import Path

import openpyxl
import pytest

from analytics import jobs
from analytics.desk import DESK, make_round, work
from analytics.engine import open_engine
from analytics.memory_folder import memory_folder
from analytics.permissions import operator
from analytics.precheck.questions import KINDS
from analytics.records import field_desk, requests
from analytics.records.field_units import field_units
from analytics.snapshots import Snapshot, current_snapshot
from analytics.viewer import Place, Scope, Viewer
from tests.intake.making import HEADER, payment, write_csv
from tests.precheck.county import asked, roster


class Quiet:
    def step(self, done: int, total: int, message: str = "") -> None:
        """Nobody watches."""


@pytest.fixture
def civil(snapshot: Snapshot, store: Path) -> Viewer:
    """The department that pays 农村低保金."""
    return Viewer("min", "department", Scope(departments=frozenset({asked(store).department})))


def ask_precheck(civil: Viewer, store: Path, folder: Path, department: int | None = None) -> str:
    question, path = asked(store), roster(folder)
    form = {"programme": question.programme}
    place = Place(department=department or question.department)
    return requests.ask(civil, "precheck", place, form, question.reason, [(path.name, path.read_bytes())])


def ask_upload(civil: Viewer, path: Path) -> str:
    place = Place(department=min(civil.scope.departments or {1}))
    return requests.ask(civil, "upload", place, {}, "月度报送", [(path.name, path.read_bytes())])


def test_a_roster_comes_back_with_kinds_of_question_only(civil: Viewer, store: Path, tmp_path: Path) -> None:
    number = ask_precheck(civil, store, tmp_path)
    before = current_snapshot(store)
    assert work.precheck(DESK, Quiet(), store=str(store), request=number)["answered"] == "done"
    told = requests.one(civil, number).answer
    assert told["flagged"] == len(told["lines"]) > 0 and told["rows"] == 6
    words = {word for line in told["lines"] for word in line["what"].split("、")}
    assert words <= set(KINDS.values()) and all("*" in line["number"] for line in told["lines"])
    name, content = requests.answer_file(civil, number)
    assert name.endswith("_资格预审.xlsx") and openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "一月"
    assert current_snapshot(store) == before and not list(memory_folder(store, "uploads").glob("*"))


def test_a_programme_of_another_department_is_turned_down(
    civil: Viewer, snapshot: Snapshot, store: Path, tmp_path: Path
) -> None:
    path, place = roster(tmp_path), Place(department=min(civil.scope.departments or {0}))
    sql = "SELECT min(programme) FROM programme WHERE department <> ?"
    foreign = open_engine(snapshot).value(sql, [place.department])
    files = [(path.name, path.read_bytes())]
    number = requests.ask(civil, "precheck", place, {"programme": foreign}, "预审", files)
    assert work.precheck(DESK, Quiet(), store=str(store), request=number)["answered"] == "refused"
    assert requests.one(civil, number).answer["reason"]


def test_an_upload_makes_a_snapshot_and_its_report_goes_back(civil: Viewer, store: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(n) for n in range(5)])
    number, before = ask_upload(civil, path), current_snapshot(store)
    result = work.upload(operator(), Quiet(), store=str(store), request=number)
    _settle()
    told = requests.one(civil, number)
    assert result["answered"] == "done" and current_snapshot(store) != before
    assert (told.answer["rows_kept"], told.answer["sheets"][0]["file"], told.files) == (5, path.name, ())


def test_a_file_nobody_understands_comes_back_with_the_reason(civil: Viewer, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "说明.csv"
    path.write_text("甲,乙\n一,二\n", encoding="utf-8")
    number = ask_upload(civil, path)
    assert work.upload(operator(), Quiet(), store=str(store), request=number)["answered"] == "refused"
    assert "说明.csv" in requests.one(civil, number).answer["reason"]


def test_a_failure_puts_the_request_back(
    civil: Viewer, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = ask_precheck(civil, store, tmp_path)
    monkeypatch.setattr(work, "check", lambda *_a: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work.precheck(DESK, Quiet(), store=str(store), request=number)
    assert requests.one(civil, number).state == "waiting"
    assert [name for name, _content in field_desk.take(DESK, number)[1]] == ["农村低保金待发名册.xlsx"]


def test_the_round_starts_prechecks_leaves_uploads_to_people_and_frees_what_died(
    civil: Viewer, store: Path, tmp_path: Path
) -> None:
    roster_asked = ask_precheck(civil, store, tmp_path)
    upload = ask_upload(civil, write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)]))
    dead = ask_precheck(civil, store, tmp_path)
    field_desk.take(DESK, dead)  # by a job that is gone
    make_round(store)
    assert requests.one(civil, upload).state == "waiting" and requests.one(civil, dead).state == "waiting"
    assert "农村低保金" in field_units(civil)["programme"].values()
    _settle()
    assert requests.one(civil, roster_asked).state == "done"


def test_without_a_field_database_the_round_does_nothing(store: Path) -> None:
    make_round(store)
    assert not (store / "field").exists()


def _settle() -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not [j for who in (DESK, operator()) for j in jobs.running(who)]:
            return
        time.sleep(0.2)
    raise AssertionError("a job did not end")
