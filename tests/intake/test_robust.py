"""What goes wrong leaves the store as it was, and is said in one sentence."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.intake import intake
from analytics.snapshots import current_snapshot, store_lock
from analytics.words import Refused
from tests.intake.making import HEADER, contents, payment, resident_id, write_csv

ROOT = Path(__file__).parents[2]
# Takes a file in; sends itself a signal once a file of that name pattern is there (none: once it says how far it is);
# may be given little disk.
TAKE_IN = """
import os, resource, sys, threading, time
from pathlib import Path
from analytics.intake import intake
from analytics.words import Refused
store, path, pattern = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[4]
number, limit = int(sys.argv[3]), int(sys.argv[5])
begun = threading.Event()
class Told:
    step = staticmethod(lambda *_told: begun.set())
def watch():
    begun.wait()
    while pattern and not list(store.glob(pattern)):
        time.sleep(0.001)
    os.kill(os.getpid(), number)
if number:
    threading.Thread(target=watch, daemon=True).start()
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    intake(store, [path], progress=Told())
except Refused as refused:
    sys.exit(str(refused))
"""
HALF_READ = ""
HALF_WRITTEN = "snapshots/.building-*/payment/*/*.parquet"


def _child(store: Path, path: Path, number: int = 0, pattern: str = "", limit: int = 0) -> tuple[int, str]:
    """Exit status and last words of an intake in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", TAKE_IN, str(store), str(path), str(number), pattern, str(limit)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stderr.strip()


def _but_keys(store: Path) -> dict[str, bytes]:
    """The store without the vault's keys: new ones are made durable first, and unused ones do no harm."""
    return {k: v for k, v in contents(store).items() if not k.startswith("vault/") or "rejected" in k}


@pytest.fixture
def filled(store: Path, tmp_path: Path) -> Path:
    """A store with one snapshot."""
    intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, [payment(1)])])
    return store


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A file that takes a while."""
    rows = [payment(n % 1000, f"{n}.00", day=f"201{n % 7}-0{n % 8 + 1}-05") for n in range(60_000)]
    return write_csv(tmp_path / "large" / "林业局_公益林.csv", HEADER, rows)


def test_two_at_once(filled: Path, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "b.csv", HEADER, [payment(2)])
    before = contents(filled)
    with store_lock(filled), pytest.raises(Refused, match="另一次导入正在进行"):
        intake(filled, [path])
    assert contents(filled) == before


def test_a_missing_path(filled: Path, tmp_path: Path) -> None:
    before = contents(filled)
    with pytest.raises(Refused, match="没有找到"):
        intake(filled, [tmp_path / "nowhere.csv"])
    assert contents(filled) == before


@pytest.mark.parametrize("when", [HALF_READ, HALF_WRITTEN])
def test_ctrl_c_is_one_sentence_and_nothing_else(filled: Path, large: Path, when: str) -> None:
    before = _but_keys(filled)
    status, words = _child(filled, large, signal.SIGINT, when)
    assert (status, words) == (1, "导入已中断。没有导入任何文件,数据未变。需要时请重新导入。")
    assert _but_keys(filled) == before
    assert list(filled.glob("*/.building-*")) == []


def test_a_killed_intake_leaves_the_snapshot_and_the_next_cleans_up(filled: Path, large: Path) -> None:
    first = current_snapshot(filled)
    assert _child(filled, large, signal.SIGKILL, HALF_WRITTEN)[0] == -signal.SIGKILL
    assert list(filled.glob("*/.building-*")) != []
    assert current_snapshot(filled) == first
    assert intake(filled, [large]).rows_kept == 60_000
    assert list(filled.glob("*/.building-*")) == []


def test_a_full_disk_is_one_sentence_and_nothing_else(filled: Path, large: Path) -> None:
    before = contents(filled)
    status, words = _child(filled, large, limit=20_000)
    assert (status, words) == (1, "磁盘空间不足。没有导入任何文件,数据未变。请腾出空间后再试。")
    assert contents(filled) == before


def test_a_number_in_the_name_of_a_refused_file_is_masked(store: Path, tmp_path: Path) -> None:
    hidden = resident_id(5)
    report = intake(store, [write_csv(tmp_path / f"{hidden}.csv", ["颜色", "数量"], [["红", 1]])])
    assert hidden[:6] in str(report.refused)
    assert hidden not in str(report.to_dict())


def test_no_personal_value_in_report_or_manifest(store: Path, tmp_path: Path) -> None:
    rows = [payment(1), payment(2, "不详"), payment(1, 姓名="李四")]
    report = intake(store, [write_csv(tmp_path / "民政局_高龄津贴.csv", HEADER, rows)])
    snapshot = current_snapshot(store)
    assert snapshot is not None
    said = str(report.to_dict()) + (snapshot.path / "manifest.json").read_text(encoding="utf-8")
    for row in rows:
        assert not any(str(cell) in said for cell in row[2:5])
