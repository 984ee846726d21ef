"""The intake as a job: an upload is gone however it ends, what waits for a decision stays, a comparison follows."""

from pathlib import Path

import pytest

from analytics import jobs
from analytics.intake import uploads
from analytics.intake.job import run
from analytics.records.accounts.sessions import NewSession
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.intake.making import HEADER, payment, write_csv

WHO = Viewer("training", "training")


class Quiet:
    def step(self, done: int, total: int, message: str = "") -> None:
        """Nobody watches."""


def upload(store: Path, folder: Path, name: str, rows: range, more: bytes = b"") -> str:
    token = uploads.new_folder(store)
    content = write_csv(folder / name, HEADER, [payment(n) for n in rows]).read_bytes()
    uploads.put(store, token, name, content + more)
    return token


def take(store: Path, token: str, **how: bool) -> dict[str, object]:
    result = run(WHO, Quiet(), store=str(store), uploads=token, **how)
    if result["check"]:
        jobs.cancel(WHO, str(result["check"]))
    return result


def test_the_files_are_gone_and_a_comparison_was_started(session: NewSession, store: Path, tmp_path: Path) -> None:
    token = upload(store, tmp_path, "民政局_高龄津贴.csv", range(5))
    result = take(store, token)
    assert (result["rows_kept"], result["uploads"]) == (5, "") and not uploads.waits(store, token)
    assert jobs.get(WHO, str(result["check"])).kind == "check"


def test_a_repeated_file_waits_and_can_be_added(session: NewSession, store: Path, tmp_path: Path) -> None:
    take(store, upload(store, tmp_path, "民政局_高龄津贴.csv", range(5)))
    token = upload(store, tmp_path, "民政局_高龄津贴.csv", range(5), b"\r\n")
    result = take(store, token)
    assert result["standing"] == ["民政局_高龄津贴.csv"] and result["uploads"] == token and not result["check"]
    assert uploads.waits(store, token)
    assert take(store, token, add=True)["rows_kept"] == 5
    assert not uploads.waits(store, token)


def test_the_files_are_gone_when_it_fails(session: NewSession, store: Path, tmp_path: Path) -> None:
    token = upload(store, tmp_path, "民政局_高龄津贴.csv", range(5))
    (store / "mappings").mkdir(parents=True)
    (store / "mappings" / "民政局.toml").write_text("table = ", encoding="utf-8")
    with pytest.raises(Refused, match="TOML"):
        take(store, token)
    assert not uploads.waits(store, token)


def test_without_the_permission_nothing_is_taken_in(store: Path) -> None:
    with pytest.raises(Refused, match="导入数据"):
        run(Viewer("a", "nobody"), Quiet(), store=str(store))
