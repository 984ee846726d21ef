"""The county's own rules that were released: files in the store's own_rules/, held against what was released.

A file is used only while it is, to the letter, what a second person released, and only if it still keeps every law.
Any other is named in a sentence and left out of runs; what it was called stays known, for the hits of earlier runs.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from analytics.rules.header import BrokenRule, Header, read_header, split_sql
from analytics.words import _

if TYPE_CHECKING:
    from analytics.records.own_rules import OwnRule

FOLDER = "own_rules"
MODULE = 22  # 本县自定规则
CODES = tuple(f"Z{number:02}" for number in range(1, 100))


@dataclass(frozen=True)
class Origin:
    """Who wrote a rule of the county's own, who released it and when; whether it takes part in runs."""

    authors: tuple[str, ...]
    released_by: str
    released_on: date
    in_force: bool


@dataclass(frozen=True)
class OwnFile:
    """A rule once released: its file, text, origin and, in force, its columns; `fault` says why it is left out."""

    path: Path
    text: str
    origin: Origin
    columns: frozenset[str]
    fault: str = ""


def folder(store: Path) -> Path:
    """Where the released rules lie."""
    return store / FOLDER


def checked(code: str, version: int, text: str) -> tuple[Header, str, frozenset[str]]:
    """(header, SQL, its columns) of an own rule's text, when it keeps every law; BrokenRule otherwise.

    The laws are those of every rule; besides, its code, module and version are those it was given.
    """
    from analytics.rules import laws  # reading a syntax tree is heavy, and done only where there are own rules

    name = f"{code}.sql"
    head, sql = split_sql(name, text)
    header = read_header(name, head)
    for field, value, given in (("module", header.module, MODULE), ("version", header.version, version)):
        if value != given:
            raise BrokenRule(f"{name}: law of own rules: {field} must be {given}")
    return header, sql, frozenset(laws.check(name, sql, header).named_selects)


def own_files(store: Path, taken: Collection[str] = ()) -> list[OwnFile]:
    """Every rule ever released in the store, in order of code; codes `taken` by the program's rules are faults."""
    if not folder(store).is_dir():
        return []
    from analytics.records.own_rules import ever_released  # the database is asked only where there are own rules

    return [_file(folder(store) / f"{row.code}.sql", row, taken) for row in ever_released()]


def _file(path: Path, row: OwnRule, taken: Collection[str]) -> OwnFile:
    assert row.released_at and row.released_by
    fault = _fault(path, row, taken) if row.state == "released" else ""
    in_force = row.state == "released" and not fault
    origin = Origin(tuple(row.authors), row.released_by, row.released_at.date(), in_force)
    columns = _lawful(row.code, row.version, row.text) if in_force else frozenset()
    return OwnFile(path, row.text, origin, columns, fault)


def _fault(path: Path, row: OwnRule, taken: Collection[str]) -> str:
    if row.code in taken:
        return _("自定规则 {code} 的编号已被系统规则占用,未参加比对。请另立编号。").format(code=row.code)
    if not _as_released(path, row):
        return _("自定规则 {code} 的文件与发布时不一致,已拒绝使用,未参加比对。请停用后重新发布。").format(code=row.code)
    if not _lawful(row.code, row.version, row.text):
        return _("自定规则 {code} 不再符合规则的要求,未参加比对。请修改后重新发布。").format(code=row.code)
    return ""


def _as_released(path: Path, row: OwnRule) -> bool:
    from analytics.records.own_rules import digest

    try:
        return digest(row.text) == row.sha256 and path.read_bytes() == row.text.encode()
    except OSError:
        return False


@lru_cache(maxsize=256)
def _lawful(code: str, version: int, text: str) -> frozenset[str]:
    """The columns of a text that keeps every law; none of one that does not."""
    try:
        return checked(code, version, text)[2]
    except BrokenRule:
        return frozenset()
