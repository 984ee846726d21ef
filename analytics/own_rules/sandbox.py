"""Asks a child process (child.py) one question over one database file, and ends it when it takes too long."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pyarrow as pa

from analytics.rules.header import Number
from analytics.words import Refused

CHILD = Path(__file__).with_name("child.py")
_HEAD_BYTES = 1 << 20
_LIMITS = ("threads", "memory_mb", "address_mb", "cpu_seconds", "rows", "bytes")
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_PATH = re.compile(r"""['"]?(?:[a-z]+:/)?/[^\s'",;)]+['"]?""")


@dataclass(frozen=True)
class Limits:
    """What a trial may take: seconds on the clock, memory of DuckDB and of the whole process, rows and bytes back."""

    seconds: float = 30
    threads: int = 2
    memory_mb: int = 1024
    address_mb: int = 3072
    rows: int = 100_000
    bytes: int = 64 << 20

    @property
    def cpu_seconds(self) -> int:
        return int(self.seconds * self.threads) + 1


@dataclass(frozen=True)
class Answer:
    """The rows that came back; `cut`: there were more, or more bytes of them, than may come back."""

    rows: pa.Table
    seconds: float
    cut: bool


def ask(
    database: Path,
    sql: str,
    parameters: Mapping[str, Number] | None = None,
    limits: Limits | None = None,
    first_line: int = 1,
) -> Answer:
    """The rows of `sql` over the database file. Refused, in one sentence, for whatever DuckDB or a wall says; lines
    are counted from `first_line`, so that they are those of the text people see."""
    if os.name != "posix":
        raise Refused("试运行需要 Linux 或 macOS,本机不支持。规则未试运行。")
    limits = limits or Limits()
    request = {
        **{field: getattr(limits, field) for field in _LIMITS},
        "database": str(database),
        "sql": sql,
        "parameters": {name: (type(value).__name__, str(value)) for name, value in (parameters or {}).items()},
    }
    said, rows = _run(json.dumps(request).encode(), limits)
    if "fault" in said:
        raise _refusal(said, first_line, limits)
    return Answer(pa.ipc.open_stream(rows).read_all(), said["seconds"], said["cut"])


def _run(request: bytes, limits: Limits) -> tuple[dict[str, Any], bytes]:
    """What the child said, and its rows. The child is gone, with all it may have started, before this returns."""
    late = Event()
    child = subprocess.Popen(
        [sys.executable, "-I", str(CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    )
    clock = Timer(limits.seconds, _too_late, (child, late))
    clock.start()
    try:
        output = _exchange(child, request, _HEAD_BYTES + 2 * limits.bytes)
    finally:
        clock.cancel()
        _end(child)
    if late.is_set() or child.returncode == -signal.SIGXCPU:
        return {"fault": "time"}, b""
    if child.returncode < 0:
        return {"fault": "memory"}, b""
    head, _end_of_line, rows = output.partition(b"\n")
    return json.loads(head), rows


def _exchange(child: subprocess.Popen[bytes], request: bytes, most: int) -> bytes:
    """All the child writes; nothing of it when that is more than `most` bytes."""
    assert child.stdin and child.stdout
    with child.stdin, child.stdout:
        with contextlib.suppress(BrokenPipeError):
            child.stdin.write(request)
            child.stdin.close()
        output = child.stdout.read(most + 1)
    return output if len(output) <= most else b""


def _too_late(child: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole group; one that has ended already is only fetched."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _refusal(said: Mapping[str, str], first_line: int, limits: Limits) -> Refused:
    if said["fault"] == "time":
        return Refused(
            "试运行超过 {seconds} 秒,已中止,没有结果。请缩小范围或简化语句后再试。", seconds=f"{limits.seconds:g}"
        )
    if said["fault"] == "memory":
        return Refused("试运行需要的内存超过上限,已中止,没有结果。请缩小范围或简化语句后再试。")
    place = _LINE.search(said["said"])
    if place is None:
        return Refused("语句不能运行:{said}", said=_brief(said["said"]))
    line = int(place[1]) + first_line - 1
    return Refused("语句不能运行(第 {line} 行):{said}", line=line, said=_brief(said["said"]))


def _brief(said: str) -> str:
    """The first line of what DuckDB said, without paths."""
    return _PATH.sub("…", said.splitlines()[0])
