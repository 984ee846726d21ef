"""What is not backed up or restored, in a sentence, and nothing is changed."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from analytics.backups.databases import database
from analytics.records import db
from tests.backups.conftest import County, call


def test_the_keys_are_not_in_it_unless_asked_for(county: County, tmp_path: Path) -> None:
    call("backup", tmp_path / "without", "--store", county.store)
    assert not list((tmp_path / "without").rglob("*.key"))
    refused = call("restore", tmp_path / "without", "--store", tmp_path / "a")
    assert refused.exit_code == 2 and "没有密钥" in refused.output and not (tmp_path / "a" / "current").exists()
    assert call("backup", tmp_path / "with", "--with-keys", "--store", county.store).exit_code == 0
    assert call("restore", tmp_path / "with", "--store", tmp_path / "b").exit_code == 0


def test_a_changed_or_missing_file_is_named_and_nothing_restored(county: County, tmp_path: Path) -> None:
    call("backup", tmp_path / "whole", "--with-keys", "--store", county.store)
    for name, spoil in (("changed", lambda p: p.write_bytes(p.read_bytes() + b"x")), ("missing", Path.unlink)):
        spoilt = tmp_path / name
        shutil.copytree(tmp_path / "whole", spoilt)
        victim = next(spoilt.rglob("cube.parquet"))
        spoil(victim)
        refused = call("restore", spoilt, "--store", tmp_path / f"from-{name}")
        assert refused.exit_code == 2 and "cube.parquet" in refused.output, refused.output
        assert not (tmp_path / f"from-{name}" / "current").exists()


def test_neither_over_a_store_nor_into_a_used_folder(county: County, tmp_path: Path) -> None:
    call("backup", tmp_path / "backup", "--with-keys", "--store", county.store)
    again = call("backup", tmp_path / "backup", "--store", county.store)
    over = call("restore", tmp_path / "backup", "--store", county.store)
    assert again.exit_code == over.exit_code == 2
    assert "不是空文件夹" in again.output and "已有内容" in over.output


def test_a_restore_that_fails_at_the_second_database_leaves_both_and_the_store_empty(
    county_on_either: County, tmp_path: Path, empty_databases: Callable[[], None]
) -> None:
    backup, other = tmp_path / "backup", tmp_path / "other"
    assert call("backup", backup, "--with-keys", "--store", county_on_either.store).exit_code == 0
    (dump,) = (backup / "databases").glob("field.*")
    dump.write_bytes(b"no database" * 100)
    said = json.loads((backup / "manifest.json").read_text())
    entry = said["files"][f"databases/{dump.name}"]
    entry |= {"sha256": hashlib.sha256(dump.read_bytes()).hexdigest(), "size": dump.stat().st_size}
    (backup / "manifest.json").write_text(json.dumps(said))
    db.close()
    empty_databases()
    failed = call("restore", backup, "--store", other)
    assert failed.exit_code in (2, 3) and "host" not in failed.output, failed.output
    assert [database(name).is_empty() for name in ("records", "field")] == [True, True]
    assert [path.name for path in other.iterdir() if path.name != "logs"] == []
