"""What the command line says: results on stdout, everything else on stderr, a bar only on a terminal."""

from __future__ import annotations

import json
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from analytics.words import _

# In a log neither what stands in quotation marks nor a long number: they may be somebody's.
_PRIVATE = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\d{9,}[Xx]?")


def say(text: str) -> None:
    """One line of the result."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """The result for machines."""
    say(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def say_table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows in columns, parted by tabs: readable, and easy to cut; `heads` are translated here."""
    for row in (list(map(_, heads)), *rows):
        say("\t".join("" if cell is None else str(cell) for cell in row))


def note(text: str) -> None:
    """A remark beside the result."""
    sys.stderr.write(f"{text}\n")


def complain(text: str) -> None:
    """An error in one sentence."""
    note(_(text))


def unexpected(error: Exception, store: Path) -> None:
    """Say that something went wrong under a number, and put the trace under it into the store's log."""
    number = secrets.token_hex(4)
    complain(
        _("程序出错,数据仍是开始前的样子。错误编号 {number},详情在日志 logs/errors.log 中。").format(number=number)
    )
    trace = "".join(traceback.format_exception(error))
    log = store / "logs" / "errors.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat()} {number}\n{_PRIVATE.sub('…', trace)}\n")


class Bar:
    """Where long work says how far it is; off a terminal it keeps quiet. Both step() and call do the same."""

    def __init__(self, show: Callable[[int, int, str], None] | None = None) -> None:
        self._show = show

    def step(self, done: int, total: int, message: str = "") -> None:
        """`done` of `total` (0: not yet known)."""
        if self._show:
            self._show(done, total, message)

    __call__ = step


@contextmanager
def bar(title: str) -> Iterator[Bar]:
    """A progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_(title), total=None)

        def show(done: int, total: int, message: str) -> None:
            progress.update(task, completed=done, total=total or None, description=f"{_(title)} {message}")

        yield Bar(show)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
