"""What goes wrong on the way leaves no backup that looks whole, and a store as empty as it was."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import pytest

from analytics import rotation
from analytics.backups import back_up, restore
from analytics.permissions import ROLES, operator
from analytics.records import audit, db
from analytics.records.accounts.accounts import create_account
from analytics.settings import ROOT, settings
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.backups.conftest import County, call
from tests.conftest import PASSWORD
from tests.support.databases import Databases

# Backs up in a process of its own, which may find the disk full once it copies, or end at once after so many steps.
CHILD = """
import os, resource, signal, sys
from pathlib import Path
from analytics.backups import back_up
from analytics.permissions import operator
from analytics.words import Refused
target, limit, end_at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
calls = 0
def step(*_told):
    global calls
    calls += 1
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    if calls == end_at:
        os.kill(os.getpid(), signal.SIGKILL)
try:
    back_up(operator(), target, step)
except Refused as refused:
    sys.exit(str(refused))
"""


def quiet(*_told: object) -> None:
    """Nobody looks at the bar."""


def child(target: Path, limit: int = 0, end_at: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-c", CHILD, str(target), str(limit), str(end_at)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def whole(folder: Path) -> bool:
    return (folder / "manifest.json").exists()


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"operator"}))
def test_no_role_backs_up_or_restores(county: County, tmp_path: Path, role: str) -> None:
    for act in (lambda who: back_up(who, tmp_path / "b", quiet), lambda who: restore(who, tmp_path / "b", quiet)):
        with pytest.raises(Refused, match="权限"):
            act(Viewer("a", role))
    assert not (tmp_path / "b").exists() and audit.lines("backup") == []


@pytest.mark.parametrize("place", ["inside", "full", "too small a file"])
def test_no_place_for_it_is_a_sentence(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    target, said = (
        tmp_path / "backup",
        {"inside": "数据目录里", "full": "磁盘空间不足", "too small a file": "磁盘写满了"},
    )
    if place == "too small a file":
        db.close()
        done = child(target, limit=33_000)
        assert (done.returncode, said[place] in done.stderr) == (1, True), done.stderr
    else:
        if place == "inside":
            target = county.store / "runs" / "backup"
        else:
            usage = namedtuple("usage", "total used free")(10**9, 10**9, 10**6)
            monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
        with pytest.raises(Refused, match=said[place]):
            back_up(operator(), target, quiet)
    assert not target.exists() and not list(tmp_path.glob(".half-made-*"))


def test_killed_on_the_way_it_is_no_backup_and_the_next_is(county: County, tmp_path: Path) -> None:
    db.close()
    target = tmp_path / "backup"
    assert child(target, end_at=6).returncode == -signal.SIGKILL
    assert not target.exists() and not any(whole(left) for left in tmp_path.glob(".half-made-*"))
    left = next(tmp_path.glob(".half-made-*"))
    with pytest.raises(Refused, match="不是完整的备份"):
        restore(operator(), left, quiet)
    assert child(target).returncode == 0 and whole(target)


def test_a_rotation_meanwhile_ends_it(county: County, tmp_path: Path) -> None:
    turned: list[bool] = []

    def step(*_told: object) -> None:
        if not turned and not _writers_wait(county.store):
            turned.append(True)
            rotation.rotate(operator(), county.store, "年度更换")

    with pytest.raises(Refused, match="更换了密钥"):
        back_up(operator(), tmp_path / "backup", step)
    assert turned and not (tmp_path / "backup").exists()
    back_up(operator(), tmp_path / "backup", quiet)


def _writers_wait(store: Path) -> bool:
    """Whether the moment lasts at which nobody may write."""
    with closing(sqlite3.connect(store / "records.db", timeout=0, isolation_level=None)) as con:
        try:
            con.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        con.execute("ROLLBACK")
    return False


@pytest.mark.parametrize("spoilt", ["leads out", "no manifest", "wrong key", "no keys", "one more file"])
def test_what_is_wrong_with_a_backup_is_a_sentence(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoilt: str
) -> None:
    backup, other, keys = tmp_path / "backup", tmp_path / "other", tmp_path / "keys"
    made = back_up(operator(), backup, quiet)
    for name in made.keys:
        home, _slash, last = name.rpartition("/")
        (keys / home).mkdir(parents=True, exist_ok=True)
        shutil.copy(county.store / home / "keys" / last, keys / name)
    manifest = backup / "manifest.json"
    said = json.loads(manifest.read_text())
    sentences = {
        "leads out": "不该出现的路径",
        "no manifest": "不是完整的备份",
        "wrong key": "不是这个备份的密钥",
        "no keys": "没有密钥",
    }
    if spoilt == "leads out":
        said["files"]["../../evil"] = next(iter(said["files"].values()))
        manifest.write_text(json.dumps(said))
    elif spoilt == "no manifest":
        manifest.unlink()
    elif spoilt == "wrong key":
        (keys / "vault.key").write_text("abc " + "0" * 64)
    elif spoilt == "one more file":
        (backup / "store" / "evil").write_text("evil")
    db.close()
    monkeypatch.setenv("QINGZHANG_STORE", str(other))
    if spoilt in sentences:
        with pytest.raises(Refused, match=sentences[spoilt]):
            restore(operator(), backup, quiet, None if spoilt == "no keys" else keys)
        assert not other.exists() or list(other.iterdir()) == []
    else:
        restore(operator(), backup, quiet, keys)
        assert not (other / "evil").exists()


def test_the_fields_backup_is_the_fields_only(county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_FACE", "field")
    create_account(operator(), "min", PASSWORD, "department", must_change=False)
    made = back_up(operator(), tmp_path / "backup", quiet, with_keys=True)
    assert set(made.databases) == {"field"} and set(made.keys) == {"field/field.key", "field/records.key"}
    assert all(
        name.split("/")[:2] in (["databases", "field.db"], ["store", "field"], ["keys", "field"]) for name in made.files
    )
    db.close()
    monkeypatch.delenv("QINGZHANG_FACE")
    monkeypatch.setenv("QINGZHANG_STORE", str(tmp_path / "other"))
    with pytest.raises(Refused, match="field"):
        restore(operator(), tmp_path / "backup", quiet)
    monkeypatch.setenv("QINGZHANG_FACE", "field")
    restore(operator(), tmp_path / "backup", quiet)
    assert sorted(p.name for p in (tmp_path / "other").iterdir()) == ["field"]


def test_a_backup_of_one_kind_of_database_is_not_put_into_another(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases
) -> None:
    back_up(operator(), tmp_path / "backup", quiet, with_keys=True)
    db.close()
    monkeypatch.setenv("QINGZHANG_STORE", str(tmp_path / "other"))
    monkeypatch.setenv("QINGZHANG_RECORDS_URL", databases.new())
    with pytest.raises(Refused, match="是 sqlite,现在设置的是 postgresql"):
        restore(operator(), tmp_path / "backup", quiet)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("lost", ["password", "server"])
def test_a_database_that_does_not_answer_is_a_sentence_without_its_address(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, databases: Databases, lost: str
) -> None:
    url, password = databases.new(), databases.server.password
    wrong = url.replace(settings_of(url), "no-such-word") if lost == "password" else url.replace("pg-", "no-")
    monkeypatch.setenv("QINGZHANG_RECORDS_URL", wrong)
    done = call("backup", tmp_path / "backup", "--store", county.store)
    assert done.exit_code != 0 and "数据库没有应答" in done.output, done.output
    assert not any(word in done.output for word in (password, str(databases.server.folder), "no-such-word", "bench"))
    assert not (tmp_path / "backup").exists()


def settings_of(url: str) -> str:
    """The password as it stands in an address."""
    return url.split("://", 1)[1].split("@", 1)[0].split(":", 1)[1]


def test_a_password_is_on_no_command_line(
    county_on_either: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, run = list[str](), subprocess.run

    def told(command: list[str], **how: object) -> object:
        lines.extend(map(str, command))
        return run(command, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", told)
    back_up(operator(), tmp_path / "backup", quiet)
    on_server = "postgresql" in settings().records_url
    assert bool(lines) == on_server
    secret = settings_of(settings().records_url) if on_server else os.urandom(8).hex()
    assert not any(secret in line or "***" in line for line in lines)
