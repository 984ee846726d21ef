"""One writer at a time: the kernel holds the lock and frees it when its holder dies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import portalocker

from analytics.words import Refused

HALF_BUILT = ".building-"


@contextmanager
def store_lock(store: Path) -> Iterator[None]:
    """Hold the store for writing, and clean up what a killed writer left half-built.

    Raises Refused when another process holds it.
    """
    store.mkdir(parents=True, exist_ok=True)
    lock = portalocker.Lock(store / ".lock", mode="a", timeout=0, fail_when_locked=True)
    try:
        lock.acquire()
    except portalocker.exceptions.LockException as error:
        raise Refused("另一次导入正在进行,本次没有开始,数据未变。请等它结束后再试。") from error
    try:
        for left in store.glob(f"*/{HALF_BUILT}*"):
            shutil.rmtree(left)
        yield
    finally:
        lock.release()
