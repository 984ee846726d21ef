"""Requests of the field: within one's scope, sealed, seen by whom they concern, carried out by the office."""

from pathlib import Path

import pytest

from analytics.permissions import operator
from analytics.records import audit, field_desk, requests
from analytics.records.db import field_url
from analytics.records.field_units import field_units
from analytics.viewer import Place, Scope, Viewer
from analytics.words import Refused
from tests.support.tampering import everything

CIVIL = Viewer("min", "department", Scope(departments=frozenset({1})))
OTHER = Viewer("lin", "department", Scope(departments=frozenset({2})))
TOWN = Viewer("xiang", "township_inspector", Scope(townships=frozenset({1})))
WATCH = Viewer("pai", "stationed", Scope(departments=frozenset({1})))
HERE = Place(department=1)
FILE = ("名册.csv", b"a" * (requests.request_files.PIECE_BYTES + 5))
SECRET = "519900199001011234"


def asked(viewer: Viewer = CIVIL, place: Place = HERE, files: tuple[tuple[str, bytes], ...] = (FILE,)) -> str:
    return requests.ask(viewer, "upload", place, {"note": SECRET}, "月度报送", files)


def test_what_is_asked_comes_to_the_office_whole(store: Path) -> None:
    number = asked()
    (waits,) = field_desk.waiting(operator())
    assert (waits.id, waits.viewer, waits.place, waits.form) == (number, CIVIL, HERE, {"note": SECRET})
    taken, files = field_desk.take(operator(), number)
    assert taken.state == "taken" and files == [FILE]
    field_desk.answer(operator(), number, "done", {"rows_kept": 3}, file=("回执.xlsx", b"xlsx"))
    found = requests.one(CIVIL, number)
    assert (found.state, found.answer["rows_kept"], found.files) == ("done", 3, ())
    assert requests.answer_file(CIVIL, number) == ("回执.xlsx", b"xlsx")


def test_nothing_of_it_lies_open(store: Path) -> None:
    field_desk.answer(operator(), _taken(asked()), "done", {"who": SECRET}, file=("机密名册.csv", SECRET.encode()))
    number = asked(files=((f"{SECRET}.csv", SECRET.encode()),))
    kept = everything(field_url())
    assert number.encode() in kept and SECRET.encode() not in kept and "机密名册".encode() not in kept


def _taken(number: str) -> str:
    field_desk.take(operator(), number)
    return number


@pytest.mark.parametrize(
    ("viewer", "place"),
    [(CIVIL, Place(department=2)), (CIVIL, Place()), (TOWN, Place(township=2)), (TOWN, HERE), (WATCH, HERE)],
)
def test_nobody_asks_for_another_place(store: Path, viewer: Viewer, place: Place) -> None:
    with pytest.raises(Refused, match="未作任何更改"):
        asked(viewer, place)


def test_who_sees_what(store: Path) -> None:
    mine, town = asked(), asked(TOWN, Place(township=1), ())
    assert [one.id for one in requests.listed(CIVIL)] == [mine] and requests.listed(OTHER) == []
    assert [one.id for one in requests.listed(WATCH)] == [mine] and [one.id for one in requests.listed(TOWN)] == [town]
    for viewer in (OTHER, TOWN):
        with pytest.raises(Refused, match="没有这件报送"):
            requests.one(viewer, mine)
    with pytest.raises(Refused, match="只有报送人本人"):
        requests.withdraw(WATCH, mine, "撤回")


def test_withdrawn_is_gone_for_the_office(store: Path) -> None:
    number = asked()
    requests.withdraw(CIVIL, number, "发错了")
    assert field_desk.waiting(operator()) == [] and requests.one(CIVIL, number).files == ()
    with pytest.raises(Refused, match="状态已经变化"):
        field_desk.take(operator(), number)


def test_taken_once_and_answered_once(store: Path) -> None:
    number = _taken(asked())
    for act in (lambda: field_desk.take(operator(), number), lambda: requests.withdraw(CIVIL, number, "撤回")):
        with pytest.raises(Refused, match="状态已经变化"):
            act()
    field_desk.answer(operator(), number, "waiting", {})
    field_desk.answer(operator(), _taken(number), "refused", {}, "格式不符")
    assert requests.one(CIVIL, number).answer["reason"] == "格式不符"
    with pytest.raises(Refused, match="状态已经变化"):
        field_desk.answer(operator(), number, "done", {})


def test_turning_down_takes_a_reason(store: Path) -> None:
    number = _taken(asked())
    with pytest.raises(Refused, match="理由"):
        field_desk.answer(operator(), number, "refused", {}, "")
    assert requests.one(CIVIL, number).state == "taken"


def test_only_the_office_carries_out(store: Path) -> None:
    number = asked()
    for act in (field_desk.waiting, field_desk.recent, field_desk.count_waiting):
        with pytest.raises(Refused, match="办理部门报送"):
            act(CIVIL)
    with pytest.raises(Refused, match="办理部门报送"):
        field_desk.take(CIVIL, number)


def test_limits(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests.request_files, "MOST_BYTES", 10)
    with pytest.raises(Refused, match="超过"):
        asked()
    monkeypatch.undo()
    monkeypatch.setenv("QINGZHANG_STORE", str(store))
    with pytest.raises(Refused, match="最多报送 20 个文件"):
        asked(files=(FILE,) * 21)
    for _n in range(requests.MOST_WAITING):
        asked(files=())
    with pytest.raises(Refused, match="已有 20 件"):
        asked(files=())


def test_both_logs_have_their_lines(store: Path) -> None:
    number = _taken(asked())
    field_desk.answer(operator(), number, "done", {})
    field = {action: audit.lines(action, field_url()) for action in ("request.ask", "request.take", "request.done")}
    assert [len(lines) for lines in field.values()] == [1, 1, 1]
    assert field["request.take"][0].account == "office", "the field is not told who of the office it was"
    assert [line.account for line in audit.lines("request.done")] == [operator().account]


def test_units_are_published_by_name_and_seen_within_scope(store: Path) -> None:
    units = [("township", 1, "青禾镇", 0), ("department", 1, "民政局", 0), ("department", 2, "林业局", 0)]
    units += [("programme", 7, "低保", 1), ("programme", 8, "退耕还林", 2)]
    field_desk.publish_units(operator(), units)
    assert field_units(CIVIL) == {"township": {1: "青禾镇"}, "department": {1: "民政局"}, "programme": {7: "低保"}}
    lines = len(audit.lines("field.units", field_url()))
    field_desk.publish_units(operator(), units)
    assert len(audit.lines("field.units", field_url())) == lines == 1
