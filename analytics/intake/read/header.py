"""Where a sheet's header is: scored by header words, else by the shape of the rows under it."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analytics.intake.read.month_names import month_of
from analytics.settings import ROOT

SEARCHED_ROWS = 20
Row = Sequence[str]

_SYNONYMS = ROOT / "data" / "reference" / "column_synonyms.csv"
_COMMON = frozenset("序号 编号 性别 年龄 民族 住址 地址 家庭住址 备注 合计 小组 组 联系电话 开户行 签字 签名".split())
_UNIT = re.compile(r"\([^()]*\)$")
_DATA = re.compile(r"[-+¥]?[\d,]*\d(\.\d+)?%?|.*\d{6,}.*|\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?.*")
_LONGEST_NAME = 40
_ENOUGH = 4  # two certain header words


@dataclass(frozen=True)
class Header:
    """A header found: `first` line (0-based), `lines` it takes (1 or 2), `names` one a column."""

    first: int
    lines: int
    names: tuple[str, ...]

    @property
    def body(self) -> int:
        """0-based row of the first line under the header."""
        return self.first + self.lines


def clean_name(text: str | None) -> str:
    """A header cell without blanks, line breaks and full-width forms."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or "").replace("\u200b", ""))


def find_header(head: Sequence[Row], chosen: int | None = None) -> Header | None:
    """The header among the first rows of a sheet, or None.

    head    the first rows as text, blank cells ''
    chosen  1-based row a person has chosen, which then is taken as it is
    """
    if chosen is not None:
        return _from(head, chosen - 1) if 0 < chosen <= len(head) else None
    scores = [_score(row) for row in head[:SEARCHED_ROWS]]
    best = max(range(len(scores)), key=lambda i: (scores[i], -i), default=None)
    if best is not None and scores[best] >= _ENOUGH:
        return _from(head, best)
    first = next((i for i in range(len(scores)) if _looks_like_one(head, i)), None)
    return None if first is None else _from(head, first)


def _from(head: Sequence[Row], row: int) -> Header:
    if row and _is_pair(head[row - 1], head[row]) and _score(head[row - 1]) > 0:
        return Header(row - 1, 2, _join(head[row - 1], head[row]))
    if row + 1 < len(head) and _is_pair(head[row], head[row + 1]):
        return Header(row, 2, _join(head[row], head[row + 1]))
    return Header(row, 1, tuple(clean_name(c) for c in head[row]))


def _score(row: Row) -> int:
    """Header-likeness: 2 for a known name, 1 for a short text with one in it, -2 for a value."""
    return sum(_cell_score(name) for name in {clean_name(c) for c in row if c})


def _cell_score(name: str) -> int:
    if name in _words() or _UNIT.sub("", name) in _words() or month_of(name):
        return 2
    if not name or _is_data(name):
        return -2 if name else 0
    return int(len(name) <= 12 and ":" not in name and name.endswith(_endings()))


@cache
def _endings() -> tuple[str, ...]:
    return tuple(w for w in _words() if len(w) > 1)


def _is_data(name: str) -> bool:
    return bool(_DATA.fullmatch(name)) and not month_of(name)


def _looks_like_one(head: Sequence[Row], at: int) -> bool:
    """No known word: all cells filled, different, short and no values, over a row that has values."""
    names = [clean_name(c) for c in head[at]]
    while names and not names[-1]:
        names.pop()
    if len(names) < 2 or "" in names or len(set(names)) < len(names) or at + 1 >= len(head):
        return False
    if any(_is_data(n) or len(n) > _LONGEST_NAME or ":" in n for n in names):
        return False
    return any(_is_data(clean_name(c)) for c in head[at + 1][: len(names)])


def _is_pair(top: Row, sub: Row) -> bool:
    """Two lines make one header: groups above, sub-columns below, no value in either.

    The upper line repeats a group (merged cells) or is blank beside it; each column has a name in one line;
    a group has at least two sub-columns.
    """
    above, below = [clean_name(c) for c in top], [clean_name(c) for c in sub]
    named = [n for n in above + below if n]
    if any(_is_data(n) for n in named) or len({n for n in above if n}) < 2:
        return False
    pairs = [(a, b) for a, b in zip(_spread(above, below), below, strict=True) if b and a != b]
    split = len(pairs) > len({a for a, _ in pairs})
    known = sum(_cell_score(b) > 0 for _, b in pairs)
    return split and known * 2 >= len(pairs) and set(below) != set(above)


def _spread(above: list[str], below: list[str]) -> list[str]:
    """The upper line with a group carried over the blanks to its right that have a sub-column below."""
    spread: list[str] = []
    for top, sub in zip(above, below, strict=True):
        carried = spread[-1] if spread and not top and sub else top
        spread.append(carried)
    return spread


def _join(top: Row, sub: Row) -> tuple[str, ...]:
    above, below = [clean_name(c) for c in top], [clean_name(c) for c in sub]
    return tuple(
        a if a == b or not b else f"{a} {b}".strip() for a, b in zip(_spread(above, below), below, strict=True)
    )


@cache
def _words() -> frozenset[str]:
    with _SYNONYMS.open(encoding="utf-8-sig", newline="") as file:
        return _COMMON | {clean_name(row["synonym"]) for row in csv.DictReader(file)}
