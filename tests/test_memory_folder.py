"""What waits in clear lies in memory, for its owner only, and goes with the process it was for."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.intake.parent import connect
from analytics.memory_folder import memory_folder
from analytics.settings import ROOT
from analytics.words import Refused

LOOK = """
import os, tempfile
from analytics.memory_folder import keep_temporary_files_in_memory
keep_temporary_files_in_memory()
made, _name = tempfile.mkstemp()
child = os.popen("echo $TMPDIR").read().strip()
print(os.environ["TMPDIR"], tempfile.gettempdir(), os.path.dirname(_name), child, sep="\\n")
"""


@pytest.fixture
def disk(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A memory disk of the test's own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("QINGZHANG_MEMORY_DISK", str(disk))
    return disk


def test_each_store_and_face_has_its_own_for_its_owner_only(
    store: Path, disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [memory_folder(store, "uploads"), memory_folder(store.with_name("other"), "uploads")]
    monkeypatch.setenv("QINGZHANG_FACE", "field")
    found.append(memory_folder(store, "uploads"))
    assert len({path.parent for path in found}) == 3
    assert all(stat.S_IMODE(p.stat().st_mode) == 0o700 for path in found for p in (path, path.parent))
    assert all(path.is_relative_to(disk) for path in found) and not store.exists()


@pytest.mark.parametrize("taken", ["open to others", "a link", "a file"])
def test_one_that_somebody_else_prepared_is_refused(store: Path, disk: Path, tmp_path: Path, taken: str) -> None:
    home = memory_folder(store, "uploads").parent
    (home / "uploads").rmdir()
    if taken == "open to others":
        home.chmod(0o755)
    else:
        home.rmdir()
        home.symlink_to(tmp_path) if taken == "a link" else home.touch()
    with pytest.raises((Refused, FileExistsError)):
        memory_folder(store, "uploads")


def test_without_a_memory_disk_it_lies_in_the_store_and_the_log_says_so(
    store: Path, disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    disk.rmdir()
    path = memory_folder(store, "uploads")
    assert path == store / "tmp" / "uploads" and stat.S_IMODE(path.stat().st_mode) == 0o700
    assert "no memory disk" in caplog.text


def test_temporary_files_lie_there_and_what_the_dead_left_is_gone(store: Path, disk: Path) -> None:
    home = memory_folder(store, "tmp")
    alive = home / str(os.getpid())
    for left in (home / "999999999", home / "what", alive):
        left.mkdir()
    done = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True)
    (told,) = set(done.stdout.split())
    assert Path(told).parent == home
    assert list(home.iterdir()) == [alive], "also its own, when it ended"


def test_a_connection_with_personal_values_never_spills(store: Path) -> None:
    with connect() as con:
        assert con.execute("SELECT current_setting('temp_directory')").fetchone() == ("",)
