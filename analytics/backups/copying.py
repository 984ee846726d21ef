"""Copying with a hash, a bar and an eye on the room: what is hashed is what was written."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analytics.backups.manifest import Entry
from analytics.durable import private_folder
from analytics.words import Refused

BLOCK = 1024 * 1024
SPARE = 64 * BLOCK  # room left over beyond what is known to be needed
Step = Callable[[int, int, str], None]
NO_ROOM = "磁盘空间不足:需要约 {needed} MB,{folder} 只剩 {free} MB。没有开始,什么都没有改变。请腾出空间后再试。"
FULL = "磁盘写满了(或放不下这么大的文件),没有完成,写到一半的已经清除。请腾出空间后再试。"
DENIED = "没有权限写入这个文件夹,没有完成。请换一个文件夹或调整权限后再试。"
# EFBIG: FAT, as on many memory sticks, holds no file over 4 GB.
SAID = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), DENIED),
}


@dataclass
class Told:
    """How far the work is, in megabytes."""

    step: Step
    total: int
    done: int = 0

    def more(self, size: int, message: str = "") -> None:
        """`size` more bytes are done."""
        self.done += size
        self.step(min(self.done, self.total) // BLOCK, self.total // BLOCK, message)


def copy(source: Path, target: Path, told: Told) -> Entry:
    """Copy a file, readable by its owner only, with its time; durable when this returns."""
    digest, size = hashlib.sha256(), 0
    private_folder(target.parent)
    with source.open("rb") as read, os.fdopen(_new(target), "wb") as write:
        mtime_ns = os.fstat(read.fileno()).st_mtime_ns
        while block := read.read(BLOCK):
            digest.update(block)
            size += write.write(block)
            told.more(len(block))
        write.flush()
        os.fsync(write.fileno())
    os.utime(target, ns=(mtime_ns, mtime_ns))
    return Entry(digest.hexdigest(), size, mtime_ns)


def refuse_without_room(folder: Path, needed: int) -> None:
    """Refused when the disk `folder` is on, or will be, has less than `needed` bytes and some to spare."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free = shutil.disk_usage(there).free
    if free < needed + SPARE:
        raise Refused(NO_ROOM, needed=(needed + SPARE) // BLOCK, folder=there, free=free // BLOCK)


@contextmanager
def room_kept() -> Iterator[None]:
    """A disk that fills up all the same is one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno not in SAID:
            raise
        raise Refused(SAID[error.errno]) from None
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
            raise
        raise Refused(FULL) from None


def _new(path: Path) -> int:
    return os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
