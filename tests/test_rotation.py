"""The vault lies sealed, its key can be changed, and no interruption leaves it unreadable."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics import keyring, rotation, sealed_parquet
from analytics.intake.rejected import REJECTED, rejected_rows, save_rejected
from analytics.integrity import faults
from analytics.keyring import ring_of
from analytics.permissions import operator
from analytics.records import audit
from analytics.vault import KINDS, Vault, _load
from analytics.viewer import Viewer
from analytics.words import Refused
from tests.support.small_store import small_store

NAME = "张" + chr(20003)


@pytest.fixture
def county(store: Path) -> Path:
    small_store(store)
    row = {"file": "a.csv", "sheet": "", "source_file": 1, "row": 3, "reason": "看不懂", "cells": NAME}
    save_rejected(store, "abc", [pa.Table.from_pylist([row], REJECTED)])
    return store


def values(store: Path) -> dict[str, list[str]]:
    _load.cache_clear()
    return {kind: Vault(store).values(kind)["value"].to_pylist() for kind in KINDS}


def parts(store: Path) -> list[Path]:
    return sorted((store / "vault").rglob("*.parquet"))


def test_nothing_of_it_is_readable_without_the_key(county: Path) -> None:
    assert all(keyring.is_sealed(path) for path in parts(county))
    found = b"".join(path.read_bytes() for path in (county / "vault").rglob("*") if path.is_file())
    for word in (NAME, "5199001950", "62140000000", "H00000"):
        assert word.encode() not in found
    assert (county / "keys" / "vault.key").stat().st_mode & 0o777 == 0o600


def test_a_new_key_opens_everything_and_the_old_one_nothing(county: Path) -> None:
    before, old = values(county), ring_of(county)
    kept = parts(county)[0].read_bytes()
    assert rotation.rotate(operator(), county, "年度更换") == (0, len(parts(county)))
    new = ring_of(county)
    assert values(county) == before and rejected_rows(county, "abc")["cells"].to_pylist() == [NAME]
    assert new.newest != old.newest and list(new.keys) == [new.newest]
    assert all(sealed_parquet.by_newest(path, new) for path in parts(county))
    with pytest.raises(Refused, match=r"密钥不在本机|无法打开"):
        sealed_parquet.read(parts(county)[0], old)
    assert [line.reason for line in audit.lines("vault.rotate")] == ["年度更换"]
    parts(county)[0].write_bytes(kept)
    assert any("vault" in fault["where"] for fault in faults(county, lambda *_: None)), "an old part put back"


@pytest.mark.parametrize("nth", range(8))
def test_stopped_anywhere_it_stays_readable_and_goes_on(
    county: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    before, count = values(county), 0

    def stop(*_arguments: object) -> None:
        nonlocal count
        count += 1
        if count > nth:
            raise KeyboardInterrupt

    monkeypatch.setattr(rotation, "flush", stop)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(operator(), county, "年度更换")
    monkeypatch.undo()
    monkeypatch.setenv("QINGZHANG_STORE", str(county))
    assert values(county) == before and len(ring_of(county).keys) == 2
    rotation.rotate(operator(), county, "年度更换")
    assert values(county) == before and len(ring_of(county).keys) == 1


def test_stopped_before_the_old_key_is_forgotten(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = values(county)
    monkeypatch.setattr(keyring.Keys, "forget_older", lambda _keys: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        rotation.rotate(operator(), county, "年度更换")
    monkeypatch.undo()
    monkeypatch.setenv("QINGZHANG_STORE", str(county))
    assert values(county) == before and rotation.rotate(operator(), county, "年度更换") == (0, 0)
    assert values(county) == before and len(ring_of(county).keys) == 1


def test_a_key_from_the_environment_takes_over_from_the_file_and_from_another(
    county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = values(county)
    monkeypatch.setenv("QINGZHANG_VAULT_KEY", "ab" * 32)
    rotation.rotate(operator(), county, "改用环境密钥")
    assert values(county) == before and not (county / "keys" / "vault.key").exists()
    monkeypatch.setenv("QINGZHANG_VAULT_KEY", "cd" * 32)
    with pytest.raises(Refused, match=r"密钥不在本机|无法打开"):
        values(county)
    monkeypatch.setenv("QINGZHANG_VAULT_KEY_BEFORE", "ab" * 32)
    assert values(county) == before
    rotation.rotate(operator(), county, "更换")
    monkeypatch.delenv("QINGZHANG_VAULT_KEY_BEFORE")
    assert values(county) == before


def test_what_is_wrong_with_a_key_is_one_sentence(county: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = county / "keys" / "vault.key"
    path.chmod(0o640)
    with pytest.raises(Refused, match="权限过宽"):
        values(county)
    path.chmod(0o600)
    plain = path.read_text()
    path.write_text("no key\n")
    with pytest.raises(Refused, match="无法识别"):
        values(county)
    path.unlink()
    with pytest.raises(Refused, match=r"密钥不在本机|无法打开"):
        values(county)
    path.write_text(plain)
    path.chmod(0o600)
    monkeypatch.setenv("QINGZHANG_VAULT_KEY", "short")
    with pytest.raises(Refused, match="64 位十六进制"):
        values(county)


def test_a_changed_byte_is_found(county: Path) -> None:
    path = next(part for part in parts(county) if part.parent.name == "person")
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 1
    path.write_bytes(content)
    os.utime(path, (1, 1))
    with pytest.raises(Refused, match="无法打开"):
        values(county)
    assert any(fault["where"] == "vault person" for fault in faults(county, lambda *_: None))


def test_a_vault_from_before_is_read_and_sealed_by_a_rotation(county: Path) -> None:
    before = values(county)
    for path in parts(county):
        pq.write_table(sealed_parquet.read(path, ring_of(county)), path)
    assert values(county) == before and not any(keyring.is_sealed(path) for path in parts(county))
    rotation.rotate(operator(), county, "加密旧库")
    assert values(county) == before and all(keyring.is_sealed(path) for path in parts(county))


@pytest.mark.parametrize(("viewer", "reason"), [(Viewer("li", "analyst"), "年度更换"), (operator(), " ")])
def test_not_without_right_and_reason(county: Path, viewer: Viewer, reason: str) -> None:
    newest = ring_of(county).newest
    with pytest.raises(Refused):
        rotation.rotate(viewer, county, reason)
    assert ring_of(county).newest == newest and keyring.ring_of(county).newest == newest
