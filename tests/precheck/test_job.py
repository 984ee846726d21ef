"""The check as a job: the roster is gone however it ends, the answers wait for the session that asked."""

from pathlib import Path

import pytest

from analytics import jobs
from analytics.intake import uploads
from analytics.permissions import ROLES
from analytics.precheck.job import run, start
from analytics.precheck.kept import Kept
from analytics.snapshots import Snapshot
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.precheck.county import ROSTER, asked, roster

WHO = Viewer("training", "training")


class Quiet:
    def step(self, done: int, total: int, message: str = "") -> None:
        """Nobody watches."""


class Cancelled:
    def step(self, done: int, total: int, message: str = "") -> None:
        """What the signal of a cancelled job raises."""
        raise SystemExit(1)


def upload(store: Path, folder: Path) -> str:
    token = uploads.new_folder(store)
    uploads.put(store, token, "农村低保金待发名册.xlsx", roster(folder).read_bytes())
    return token


def work(store: Path, token: str, progress: Quiet | Cancelled, viewer: Viewer = WHO) -> dict[str, object]:
    return run(viewer, progress, store=str(store), upload=token, session="s1", **vars(asked(store)))


def test_both_answers_wait_for_the_session(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    token = upload(store, tmp_path)
    result = work(store, token, Quiet())
    assert (result["rows"], result["flagged"], result["full"], result["period"]) == (len(ROSTER), 5, True, 201801)
    place = Kept(store, "s1", str(result["kept"]))
    assert place.lines(False)[0].what == "身份与资格" and "死亡" in place.lines(True)[0].what
    order = place.order(WHO, "名册.xlsx", False)
    file = order.make(order.head)
    assert (file.payload[:2], file.rows) == (b"PK", len(ROSTER)) and not uploads.waits(store, token)
    assert list((store / "scratch").iterdir()) == []


def test_a_department_leaves_no_sentence_in_the_store(
    snapshot: Snapshot, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "department", frozenset({"precheck"}))
    result = work(store, upload(store, tmp_path), Quiet(), Viewer("minzheng", "department"))
    files = (store / "prechecks" / str(result["kept"])).iterdir()
    assert sorted(p.name for p in files) == ["False.json", "False.xlsx"] and not result["full"]


def test_cancelled_it_leaves_nothing(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    token = upload(store, tmp_path)
    with pytest.raises(SystemExit):
        work(store, token, Cancelled())
    assert not uploads.waits(store, token) and list((store / "scratch").iterdir()) == []
    assert not list((store / "prechecks").glob("*"))


def test_refused_before_it_starts_the_file_stays(snapshot: Snapshot, store: Path, tmp_path: Path) -> None:
    token = upload(store, tmp_path)
    (path,) = uploads.files(store, token)
    with pytest.raises(Refused, match="理由"):
        start(WHO, store, path, "s1", type(asked(store))(1, 1, ""))
    assert path.exists() and jobs.recent(WHO) == []
