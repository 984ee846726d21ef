"""A backup made while people work comes back whole: every row up to its moment, every file by its hash."""

import hashlib
import shutil
import threading
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from analytics.cli.app import app
from analytics.permissions import operator
from analytics.records import audit, db
from analytics.records.accounts.accounts import create_account
from analytics.records.db import transaction
from analytics.rules.run import run
from analytics.vault import Vault
from tests.conftest import PASSWORD
from tests.support.small_store import small_store


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def county(store: Path) -> Path:
    run(store, small_store(store), operator())
    create_account(operator(), "li", PASSWORD, "analyst", must_change=False)
    return store


def files(store: Path) -> dict[str, str]:
    """Path → hash of everything that never changes once written."""
    return {
        str(path.relative_to(store)): hashlib.sha256(path.read_bytes()).hexdigest()
        for part in ("snapshots", "vault", "runs")
        for path in sorted((store / part).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def lines(store: Path) -> list[tuple[int, str]]:
    with db.reading(f"sqlite:///{store / 'records.db'}") as tx:
        return [(line.seq, line.hash) for line in tx.query(audit.AuditLine).order_by(audit.AuditLine.seq)]


def test_it_comes_back_as_it_was_while_people_work(
    county: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            with transaction() as tx:
                audit.append(tx, operator(), "dossier", "person:1", "核对")

    worker = threading.Thread(target=work)
    worker.start()
    made = call("backup", tmp_path / "backup", "--store", county)
    stop.set()
    worker.join()
    assert made.exit_code == 0 and "密钥" in made.output, made.output
    before, known, values = files(county), lines(county), Vault(county).values("person").to_pylist()
    other = tmp_path / "other"
    back = call("restore", tmp_path / "backup", "--keys", county / "keys", "--store", other)
    assert back.exit_code == 0 and "全部完好" in back.output, back.output
    assert files(other) == before and Vault(other).values("person").to_pylist() == values
    restored = lines(other)
    same = [line for line in restored if line in known]
    assert len(same) > 3 and same == known[: len(same)]
    assert (other / "current").read_text() == (county / "current").read_text()
    assert call("verify", "--store", other).exit_code == 0


def test_the_keys_are_not_in_it_unless_asked_for(county: Path, tmp_path: Path) -> None:
    call("backup", tmp_path / "without", "--store", county)
    assert not list((tmp_path / "without").rglob("*.key"))
    refused = call("restore", tmp_path / "without", "--store", tmp_path / "a")
    assert refused.exit_code == 2 and "没有密钥" in refused.output and not (tmp_path / "a" / "current").exists()
    assert call("backup", tmp_path / "with", "--with-keys", "--store", county).exit_code == 0
    assert call("restore", tmp_path / "with", "--store", tmp_path / "b").exit_code == 0


def test_a_changed_or_missing_file_is_named_and_nothing_restored(county: Path, tmp_path: Path) -> None:
    call("backup", tmp_path / "whole", "--with-keys", "--store", county)
    for name, spoil in (("changed", lambda p: p.write_bytes(p.read_bytes() + b"x")), ("missing", Path.unlink)):
        spoilt = tmp_path / name
        shutil.copytree(tmp_path / "whole", spoilt)
        victim = next(spoilt.rglob("cube.parquet"))
        spoil(victim)
        refused = call("restore", spoilt, "--store", tmp_path / f"from-{name}")
        assert refused.exit_code == 2 and "cube.parquet" in refused.output, refused.output
        assert not (tmp_path / f"from-{name}" / "current").exists()


def test_neither_over_a_store_nor_into_a_used_folder(county: Path, tmp_path: Path) -> None:
    call("backup", tmp_path / "backup", "--with-keys", "--store", county)
    again = call("backup", tmp_path / "backup", "--store", county)
    over = call("restore", tmp_path / "backup", "--store", county)
    assert again.exit_code == over.exit_code == 2
    assert "不是空文件夹" in again.output and "已有内容" in over.output
