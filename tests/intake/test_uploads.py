"""Uploaded files: only their owner can read them, and none stays behind."""

import os
import resource
import stat
import time
from pathlib import Path

import pytest

from analytics.intake import uploads
from analytics.memory_folder import memory_folder
from analytics.words import Refused


def test_a_file_lies_in_folders_only_its_owner_can_open(store: Path) -> None:
    path = uploads.put(store, uploads.new_folder(store), "民政局_低保.csv", b"a")
    assert path.name == "民政局_低保.csv" and path.read_bytes() == b"a"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(
        stat.S_IMODE(p.stat().st_mode) == 0o700
        for p in (path.parent, path.parent.parent, memory_folder(store, "uploads"))
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [("../../etc/x.csv", "x.csv"), ("a\\b.csv", "b.csv"), (".hid", "hid"), ("a\x00:b.csv", "a__b.csv"), ("", "文件")],
)
def test_no_name_leads_out_of_the_folder(store: Path, name: str, kept: str) -> None:
    assert uploads.put(store, uploads.new_folder(store), name, b"").name == kept


def test_a_long_name_keeps_its_end(store: Path) -> None:
    assert uploads.put(store, uploads.new_folder(store), "表" * 300 + ".csv", b"").name.endswith("表.csv")


def test_files_of_one_name_both_stay_and_come_in_order_of_name(store: Path) -> None:
    token = uploads.new_folder(store)
    for name, content in (("b.csv", b"1"), ("a.csv", b"2"), ("a.csv", b"3")):
        uploads.put(store, token, name, content)
    assert [p.name for p in uploads.files(store, token)] == ["a.csv", "a.csv", "b.csv"]


def test_what_was_handed_over_is_no_longer_in_the_visit(store: Path) -> None:
    visit = uploads.new_folder(store)
    mine, theirs = (uploads.put(store, visit, name, b"") for name in ("a.csv", "b.csv"))
    job = uploads.hand_over(store, [theirs])
    assert uploads.files(store, visit) == [mine] and [p.name for p in uploads.files(store, job)] == ["b.csv"]


def test_drop_leaves_only_what_waits(store: Path) -> None:
    token = uploads.new_folder(store)
    for name in ("a.csv", "b.csv"):
        uploads.put(store, token, name, b"")
    uploads.drop(store, token, but=["b.csv"])
    assert [p.name for p in uploads.files(store, token)] == ["b.csv"]
    uploads.drop(store, token)
    assert not uploads.waits(store, token) and not list(memory_folder(store, "uploads").iterdir())


def test_what_nobody_asked_for_is_swept(store: Path) -> None:
    old, asked = uploads.new_folder(store), uploads.new_folder(store)
    long_ago = time.time() - uploads.KEPT_HOURS * 3600 - 1
    for token in (old, asked):
        os.utime(memory_folder(store, "uploads") / token, (long_ago, long_ago))
    assert uploads.waits(store, asked)
    uploads.sweep(store)
    assert uploads.waits(store, asked) and not uploads.waits(store, old)


@pytest.mark.parametrize("token", ["", "..", "0" * 32, "../../snapshots"])
def test_a_made_up_token_opens_nothing(store: Path, token: str) -> None:
    with pytest.raises(Refused, match="请重新上传"):
        uploads.folder_of(store, token)


def test_a_file_the_disk_does_not_take_leaves_nothing(store: Path) -> None:
    token = uploads.new_folder(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(Refused, match="放不下"):
            uploads.put(store, token, "a.csv", bytes(2_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list((memory_folder(store, "uploads") / token).iterdir())
