"""What may not lie on a disk in clear lies in memory: files while they wait to be read, and temporary files.

A folder of the memory disk for each store and face, for its owner only (0700). A machine without a memory disk has
`tmp/` of the store instead, under the same mode, and is told so in the log.
"""

from __future__ import annotations

import atexit
import hashlib
import logging
import os
import shutil
import stat
import tempfile
from pathlib import Path

import psutil

from analytics.durable import private_folder
from analytics.faces import here
from analytics.settings import settings
from analytics.words import Refused

_POSIX = os.name == "posix"  # elsewhere there are no mode bits, and no disk in memory
TAKEN = "临时目录 {folder} 不属于本程序的用户,没有使用。请系统管理员删除它,或另设 QINGZHANG_MEMORY_DISK。"


def memory_folder(store: Path, part: str) -> Path:
    """The folder of that name for what belongs to this store, made when missing.

    Refused when somebody else has made it before us.
    """
    folder = _home(store)
    private_folder(folder)
    if _POSIX and not _ours(folder.lstat()):
        raise Refused(TAKEN, folder=folder)
    private_folder(folder / part)
    return folder / part


def _ours(found: os.stat_result) -> bool:
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def keep_temporary_files_in_memory() -> None:
    """From here on, temporary files of this process, and of those it starts, lie in memory; what processes that are
    gone have left there is removed."""
    home = memory_folder(settings().store, "tmp")
    for left in home.iterdir():
        if not left.name.isdigit() or not psutil.pid_exists(int(left.name)):
            shutil.rmtree(left, ignore_errors=True)
    mine = home / str(os.getpid())
    private_folder(mine)
    os.environ["TMPDIR"] = tempfile.tempdir = str(mine)
    atexit.register(shutil.rmtree, mine, ignore_errors=True)


def _home(store: Path) -> Path:
    """Stores, faces and users of one machine have each their own."""
    disk, face = settings().memory_disk, settings().face
    if _POSIX and os.access(disk, os.W_OK | os.X_OK):
        return disk / f"qingzhang-{face}-{os.getuid()}-{hashlib.sha256(os.fsencode(store.absolute())).hexdigest()[:12]}"
    logging.getLogger(__name__).warning("no memory disk at %s: temporary files lie in the store", disk)
    return store / here().home / "tmp"
