"""Run a command in a process of its own and see what it takes: seconds, and the most memory of it and its children."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psutil

Event = dict[str, Any]
EVERY_SECONDS = 0.1
FAMILY_EVERY = 5  # looks; finding children reads every process there is


@dataclass(frozen=True)
class Watched:
    """Seconds of the whole process, its peak memory in bytes, and the events it printed (JSON lines)."""

    seconds: float
    peak_bytes: int
    events: list[Event]


class Failed(Exception):  # noqa: N818 - it is what happened to the command
    """A measured command did not end well; says which, and its last words."""


def watch(arguments: list[str], heard: Callable[[Event], None] = lambda event: None, **environment: str) -> Watched:
    """Run `python ARGUMENTS`; Failed when it ends with another code than 0.

    A line {"event": "ready"} begins the measure of memory anew: what came before was preparation. A line
    {"event": "timed"} ends it: looking at memory costs time, so what is timed to the millisecond is left alone.
    """
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
    )
    assert process.stdout is not None and process.stderr is not None
    errors: list[str] = []
    drain = threading.Thread(target=errors.extend, args=(process.stderr,), daemon=True)
    drain.start()
    with process, _Memory(process.pid) as memory:
        events = [event for line in process.stdout if (event := _heard(line, memory, heard))]
        drain.join()
        code = process.wait()
    seconds = time.perf_counter() - started
    if code:
        raise Failed(f"python {' '.join(arguments)}: exit {code}\n{''.join(errors[-12:])}")
    return Watched(seconds, memory.peak, events)


def say(**event: Any) -> None:
    """Print an event to whoever watches this process."""
    print(json.dumps(event, ensure_ascii=False), flush=True)


def _heard(line: str, memory: "_Memory", heard: Callable[[Event], None]) -> Event | None:
    if not line.startswith('{"event"'):
        return None
    event: Event = json.loads(line)
    if event["event"] == "ready":
        memory.peak = 0
    if event["event"] == "timed":
        memory.stop()
    heard(event)
    return event


class _Memory:
    """Looks at a process and its children again and again; `peak` is the most they held together, in bytes."""

    def __init__(self, pid: int) -> None:
        self.peak = 0
        self._root = psutil.Process(pid)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        family, looks = [self._root], 0
        while not self._done.wait(EVERY_SECONDS):
            if looks % FAMILY_EVERY == 0:
                family = _family(self._root)
            self.peak, looks = max(self.peak, sum(map(_held, family))), looks + 1


def _family(root: psutil.Process) -> list[psutil.Process]:
    try:
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _held(process: psutil.Process) -> int:
    """Memory of one process; what several share (PostgreSQL's buffers) counts once, where the system can tell."""
    try:
        held = process.memory_full_info()
        return int(getattr(held, "pss", 0) or held.rss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
