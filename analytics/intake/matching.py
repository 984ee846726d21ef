"""Which table a sheet is, and which of its columns is which: synonyms first, likeness second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from analytics.intake.plan import Candidate
from analytics.intake.words_tables import bare, fold, keywords, synonyms
from analytics.schema import TABLES, VAULT

SURE = 85.0  # a likeness from here on is taken without asking
WORTH_SHOWING = 50.0
WITHOUT_BRACKETS = 97.0
CLOSE = 0.06  # two tables whose fits differ by less cannot be told apart
TITLE_WORTH = 0.3
# Columns nearly every table has: they do not tell which one it is.
COMMON = frozenset({*VAULT, "township", "village", "source", "department"})
# What must be found besides what the intake works out itself (places, programme, period, households …).
WORKED_OUT = frozenset(
    "payment_no programme township village household period channel status batch roster_line source_file "
    "source_row phase valid_from rate_kind code title kind paid_to department".split()
)
EITHER = {
    "poverty_household": ("person", "household"),
    "land_right": ("person", "household"),
    "lease": ("person", "household"),
}
EXTRA_NEEDS = {"rate": ("programme",), "place": ("village",), "forest_plot": ("area",), "assistance_roll": ("kind",)}


@dataclass(frozen=True)
class Fit:
    """A table held against a header: `score` about 0 to 1.3, `missing` needed columns, `ties` column → headers."""

    table: str
    score: float
    columns: dict[str, int]
    candidates: dict[str, tuple[Candidate, ...]]
    missing: tuple[str, ...]
    ties: dict[str, tuple[str, ...]]


def needed(table: str) -> tuple[str, ...]:
    """Columns a sheet of `table` must have (or a mapping's constant), household/person pairs aside."""
    required = [c for c in TABLES[table].required if c not in WORKED_OUT]
    if table == "person":
        required.append("household")
    return tuple(dict.fromkeys([*required, *EXTRA_NEEDS.get(table, ())]))


def best_fits(header: tuple[str, ...], text: str, constants: Mapping[str, str]) -> list[Fit]:
    """Tables that can be read from `header`, best first; `text` is title, sheet and file name."""
    titled = {t for t, words in keywords("table_words", "table").items() if any(w in text for w in words)}
    fits = [_fit(table, header, table in titled, constants) for table in synonyms()]
    return sorted((f for f in fits if not f.missing and f.score > 0), key=lambda f: -f.score)


def fit_of(table: str, header: tuple[str, ...], constants: Mapping[str, str]) -> Fit:
    """`header` held against one table, whatever is missing."""
    return _fit(table, header, True, constants)


def _fit(table: str, header: tuple[str, ...], titled: bool, constants: Mapping[str, str]) -> Fit:
    candidates = {c: _candidates(c, words, header) for c, words in synonyms()[table].items()}
    columns = _assign(candidates)
    named = max(1, sum(map(bool, header)))
    telling = [c for c in columns if c not in COMMON]
    missing = tuple(c for c in needed(table) if c not in columns and c not in constants)
    if table in EITHER and not any(c in columns for c in EITHER[table]):
        missing += EITHER[table][:1]
    score = len(columns) / named + TITLE_WORTH * titled if telling or titled else 0.0
    return Fit(table, score, columns, candidates, missing, _ties(candidates, columns, needed(table), header))


def _candidates(column: str, words: tuple[str, ...], header: tuple[str, ...]) -> tuple[Candidate, ...]:
    scored = [Candidate(i, h, _likeness(words, h)) for i, h in enumerate(header) if h]
    return tuple(sorted((c for c in scored if c.score >= WORTH_SHOWING), key=lambda c: (-c.score, c.index)))


@cache
def _likeness(words: tuple[str, ...], header: str) -> float:
    whole, short = fold(header), bare(header)
    if whole in words:
        return 100.0
    if short in words:
        return WITHOUT_BRACKETS
    parts = [p for p in header.split(" ") if p]
    if len(parts) > 1 and fold(parts[-1]) in words:  # the lower line of a two-line header
        return WITHOUT_BRACKETS - 1
    best = process.extractOne(short, _bare_words(words), scorer=fuzz.ratio, score_cutoff=WORTH_SHOWING)
    return best[1] * 0.99 if best else 0.0


@cache
def _bare_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(bare, words))


def _assign(candidates: dict[str, tuple[Candidate, ...]]) -> dict[str, int]:
    """Each column to one header and each header to one column, best scores first."""
    pairs = sorted(
        ((c.score, column, c.index) for column, found in candidates.items() for c in found if c.score >= SURE),
        key=lambda p: (-p[0], p[2], p[1]),
    )
    columns: dict[str, int] = {}
    for _, column, index in pairs:
        if column not in columns and index not in columns.values():
            columns[column] = index
    return columns


def _ties(
    candidates: dict[str, tuple[Candidate, ...]],
    columns: dict[str, int],
    needed_columns: tuple[str, ...],
    header: tuple[str, ...],
) -> dict[str, tuple[str, ...]]:
    """Needed columns for which two headers, neither taken for anything else, are equally good."""
    ties: dict[str, tuple[str, ...]] = {}
    for column in needed_columns:
        if column not in columns:
            continue
        others = {i for c, i in columns.items() if c != column}
        best = candidates[column][0].score if candidates[column] else 0.0
        equal = [c.index for c in candidates[column] if c.score >= max(SURE, best - 4) and c.index not in others]
        if len(equal) > 1:
            ties[column] = tuple(header[i] for i in equal)
    return ties
