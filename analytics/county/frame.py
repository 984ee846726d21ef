"""Small vectorised steps every part of the county uses. Draws are of integers only, so that every machine agrees."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.str_]
Columns = dict[str, Any]  # column -> Ints | Texts | list[str], all of one length

NONE = -(2**40)  # an absent integer, date, key or amount
ABSENT = -(2**31)  # NONE in 32 bits
FIRST_YEAR, LAST_YEAR = 2013, 2017
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
MONTHS = 12 * len(YEARS)


def generator(seed: int, topic: str, block: int = 0) -> np.random.Generator:
    """The stream of random numbers of one topic in one block; no other topic's draws can shift it."""
    word = int.from_bytes(hashlib.sha256(topic.encode()).digest()[:8], "big")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, word, block])))


def pick(rng: np.random.Generator, weights: Sequence[int], n: int) -> Ints:
    """n positions drawn with integer weights."""
    ends = np.cumsum(np.asarray(weights, np.int64))
    return np.searchsorted(ends, rng.integers(0, int(ends[-1]), n), side="right").astype(np.int64)


def hill(rng: np.random.Generator, low: int, high: int, n: int) -> Ints:
    """n integers in [low, high], most near the middle (the sum of two dice): no long tail."""
    half = (high - low) // 2
    return low + rng.integers(0, half + 1, n) + rng.integers(0, high - low - half + 1, n)


def chance(rng: np.random.Generator, permille: int, n: int) -> Flags:
    """n coins that fall true in `permille` of a thousand."""
    return np.asarray(rng.integers(0, 1000, n) < permille)


def day(year: int, month: int = 1, of: int = 1) -> int:
    """Days since 1970-01-01."""
    return int(np.datetime64(f"{year:04d}-{month:02d}-{of:02d}", "D").astype(np.int64))


def days(year: Ints, month: Ints | int, of: Ints | int) -> Ints:
    """Days since 1970-01-01 of dates given by their parts."""
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    return np.asarray(months.astype("datetime64[D]").astype(np.int64) + of - 1)


def parts(day_number: Ints) -> tuple[Ints, Ints, Ints]:
    """Year, month, day of days since 1970-01-01."""
    dates = day_number.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    count = months.astype(np.int64)
    of = (dates - months).astype(np.int64) + 1
    return count // 12 + 1970, count % 12 + 1, of


def month_of(day_number: Ints) -> Ints:
    """Months since 2013-01 (0) of days since 1970-01-01."""
    year, month, _ = parts(day_number)
    return (year - FIRST_YEAR) * 12 + month - 1


def rank_within(group: Ints) -> Ints:
    """0, 1, 2 … within each equal value, in order of appearance."""
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    sizes = np.diff(np.r_[starts, len(ordered)])
    rank = np.empty(len(group), np.int64)
    rank[order] = np.arange(len(group)) - np.repeat(starts, sizes)
    return rank


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """For `counts` repetitions of each row: the row's position, and 0, 1, 2 … within the row."""
    row = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return row, np.arange(len(row)) - first


def stacked(chunks: Sequence[Columns], blank: dict[str, Any]) -> Columns:
    """Chunks one under the other; a column a chunk lacks gets its blank (or NONE)."""
    names = sorted({name for chunk in chunks for name in chunk})
    sizes = [max((len(v) for v in chunk.values() if np.ndim(v)), default=0) for chunk in chunks]
    return {
        name: np.concatenate(
            [np.broadcast_to(chunk.get(name, blank.get(name, NONE)), n) for chunk, n in zip(chunks, sizes, strict=True)]
        )
        for name in names
    }
