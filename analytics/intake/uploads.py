"""Files uploaded on the page: in memory, in a folder only its owner can read, until the intake has read them.

A folder belongs to one visit and is named by a token. The job removes it; what a closed browser left behind is
swept when nobody has asked for it for `KEPT_HOURS`.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from analytics.durable import sha256_of
from analytics.intake.columns import without_ids
from analytics.memory_folder import memory_folder
from analytics.words import Refused

KEPT_HOURS = 2
_TOKEN = re.compile(r"[0-9a-f]{32}")
_NO_NAME = re.compile(r"[\x00-\x1f<>:\"|?*\\]")


def new_folder(store: Path) -> str:
    """Make a folder for one visit; returns its token."""
    sweep(store)
    token = secrets.token_hex(16)
    (_home(store) / token).mkdir(mode=0o700)
    return token


def folder_of(store: Path, token: str) -> Path:
    """The folder of a token. Refused when there is none (any more)."""
    if not waits(store, token):
        raise Refused("上传的文件已清理。没有导入任何文件,数据未变。请重新上传。")
    return _home(store) / token


def put(store: Path, token: str, name: str, content: bytes | memoryview) -> Path:
    """Write one file, under its own name in a folder of its own (names may repeat); returns its path.

    Refused when there is no room for it; it then is not there.
    """
    home = folder_of(store, token) / secrets.token_hex(8)
    home.mkdir(mode=0o700)
    path = home / _safe(name)
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
    except OSError:
        shutil.rmtree(home, ignore_errors=True)
        raise Refused("临时空间放不下这个文件。文件未上传,数据未变。请分几次上传,或稍后再试。") from None
    return path


def hand_over(store: Path, paths: Iterable[Path]) -> str:
    """Move files that were put into a folder of their own, for a job; returns its token."""
    token = new_folder(store)
    for path in paths:
        path.parent.rename(_home(store) / token / path.parent.name)
    return token


def waits(store: Path, token: str) -> bool:
    """Whether the folder of a token is still there; it then is kept for another `KEPT_HOURS`."""
    folder = _home(store) / token
    found = bool(_TOKEN.fullmatch(token)) and folder.is_dir()
    if found:
        os.utime(folder)
    return found


def files(store: Path, token: str) -> list[Path]:
    """The files of a folder in the order of their names, so that the same files always make the same snapshot."""
    return sorted(folder_of(store, token).glob("*/*"), key=lambda path: (path.name, sha256_of(path)))


def take_away(path: Path) -> None:
    """Remove one file that was put."""
    shutil.rmtree(path.parent, ignore_errors=True)


def drop(store: Path, token: str, but: Collection[str] = ()) -> None:
    """Remove a folder with all its files, or all but those of these names (as reports write them)."""
    with suppress(Refused):
        for path in files(store, token):
            if without_ids(path.name) not in but:
                take_away(path)
        if not but:
            shutil.rmtree(folder_of(store, token), ignore_errors=True)


def sweep(store: Path) -> None:
    """Remove folders nobody came back to."""
    oldest = time.time() - KEPT_HOURS * 3600
    for folder in _home(store).iterdir():
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)


def _home(store: Path) -> Path:
    return memory_folder(store, "uploads")


def _safe(name: str) -> str:
    """The last part of a name as a file may be called; long names keep their end, where the extension is."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _NO_NAME.sub("_", last)[-80:].lstrip(".") or "文件"
