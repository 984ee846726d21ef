"""The word tables that steer the intake (data/reference/*.csv), read once."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache

from analytics.reference import SEEDS


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """All rows of data/reference/<name>.csv as dicts of text."""
    with (SEEDS / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def fold(text: str) -> str:
    """A header or title without blanks and full-width forms, lower-case: the form in which words meet."""
    return re.sub(r"[\s_\u200b]+", "", unicodedata.normalize("NFKC", text)).lower()


@cache
def bare(text: str) -> str:
    """`fold` without bracketed remarks, units among them: 补贴面积(亩) → 补贴面积."""
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", fold(text)) or fold(text)


@cache
def synonyms() -> dict[str, dict[str, tuple[str, ...]]]:
    """table → column → folded synonyms, in the order of the table ('*' rows go to every table with the column)."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    general = [r for r in rows("column_synonyms") if r["table"] == "*"]
    for row in rows("column_synonyms"):
        if row["table"] != "*":
            found.setdefault(row["table"], {}).setdefault(row["column"], {})[fold(row["synonym"])] = None
    for columns in found.values():
        for row in general:
            if row["column"] in columns:
                columns[row["column"]][fold(row["synonym"])] = None
    return {t: {c: tuple(words) for c, words in columns.items()} for t, columns in found.items()}


@cache
def keywords(name: str, key: str) -> dict[str, tuple[str, ...]]:
    """key column → its keywords, from a table whose `keywords` are parted by |."""
    return {r[key]: tuple(w for w in r["keywords"].split("|") if w) for r in rows(name)}


def longest_keyword(table: dict[str, tuple[str, ...]], text: str) -> str:
    """The key whose keyword is the longest found in `text`; '' when none is. Ties go to the earlier key."""
    best, length = "", 0
    for key, words in table.items():
        for word in words:
            if len(word) > length and word in text:
                best, length = key, len(word)
    return best
