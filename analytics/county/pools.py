"""Who may receive what: each pool of data/programmes.csv as people of a block, with the ages that go with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analytics.county.frame import Flags, Ints, chance, day
from analytics.county.people import LANES, NEVER, ORDINARY, RESERVE, Block

# pool -> full years of age from/to on the day of payment, of people who are not chosen by household
AGES = {
    "old80": (80, 120),
    "old90": (90, 120),
    "elder60": (60, 120),
    "landless": (60, 120),
    "student_school": (7, 15),
    "student_high": (15, 18),
    "infant": (3, 6),
    "young": (18, 28),
    "mother": (22, 40),
}
_QUANTITY_AREAS: dict[str, Callable[[Block], Ints]] = {
    "farm": lambda b: b.area,
    "slope": lambda b: household_area(b, "slope", 200, 1050),
    "slope_new": lambda b: household_area(b, "slope_new", 80, 290),
    "eco": lambda b: household_area(b, "eco", 400, 2600),
    "grower": lambda b: household_area(b, "grower", 5000, 14000),
}


def household_area(block: Block, topic: str, low: int, high: int) -> Ints:
    """An area of each household in 1/100 mu, the same whenever it is asked for."""
    rng = block.rng(f"area {topic}")
    half = (high - low) // 2
    return low + rng.integers(0, half + 1, block.households) + rng.integers(0, half + 1, block.households)


def areas(block: Block, pool: str) -> Ints | None:
    """Area per household that a pool is paid for; None where it is not paid by area."""
    measure = _QUANTITY_AREAS.get(pool)
    return None if measure is None else measure(block)


def members(block: Block, pool: str) -> Ints:
    """People (positions) of a pool; for household pools the heads."""
    if pool not in block.pools:
        by_lane = pool in LANES and pool != "landless"
        block.pools[pool] = block.head[block.in_lane(pool)] if by_lane else _POOLS[pool](block)
    return block.pools[pool]


def by_household(pool: str) -> bool:
    """Whether the household is chosen, so that an heir takes over when its head dies."""
    return (pool in LANES and pool not in ("landless", "tekun")) or pool in _HOUSEHOLD_POOLS


def farming(block: Block) -> Flags:
    return np.asarray((block.area > 0) & (block.role != RESERVE))


def _heads(block: Block, topic: str, permille: int, of: Flags) -> Ints:
    return block.head[of & chance(block.rng(f"pool {topic}"), permille, block.households)]


def _people(block: Block, topic: str, permille: int, of: Flags) -> Ints:
    return np.flatnonzero(of & chance(block.rng(f"pool {topic}"), permille, block.people))


def _some(block: Block, topic: str, permille: int, of: Ints) -> Ints:
    return of[chance(block.rng(f"pool {topic}"), permille, len(of))]


def _ordinary(block: Block) -> Flags:
    return np.asarray(block.role[block.household] == ORDINARY)


def _born(block: Block, first: int, last: int) -> Flags:
    """Ordinary people born in these years."""
    return _ordinary(block) & (block.born >= day(first)) & (block.born < day(last + 1))


def _unlaned(block: Block) -> Flags:
    return np.asarray((block.role == ORDINARY) & (block.lane >= 230))


def _former_cadres(block: Block) -> Ints:
    return _people(block, "former_cadre", 25, _born(block, 1938, 1956) & (block.relation == 0))


def _workers(block: Block, topic: str) -> Ints:
    return _people(block, topic, 10, _born(block, 1955, 1980) & _unlaned(block)[block.household])


_HOUSEHOLD_POOLS = ("farm", "slope", "slope_new", "eco", "grower", "ordinary")
_POOLS: dict[str, Callable[[Block], Ints]] = {
    "farm": lambda b: b.head[farming(b)],
    "slope": lambda b: _heads(b, "slope", 125, farming(b)),
    "slope_new": lambda b: _heads(b, "slope_new", 14, farming(b) & (b.role == ORDINARY)),
    "eco": lambda b: _heads(b, "eco", 160, farming(b)),
    "grower": lambda b: _heads(b, "grower", 3, farming(b) & _unlaned(b)),
    "ordinary": lambda b: b.head[b.role == ORDINARY],
    "old80": lambda b: np.flatnonzero(_born(b, 1900, 1937)),
    "old90": lambda b: np.flatnonzero(_born(b, 1890, 1927)),
    "elder60": lambda b: np.flatnonzero(_born(b, 1900, 1957)),
    "landless": lambda b: _people(b, "landless", 1000, _born(b, 1900, 1957) & b.in_lane("landless")[b.household]),
    "disabled": lambda b: _people(b, "disabled", 6, _born(b, 1930, 2008)),
    "disabled_severe": lambda b: _some(b, "disabled_severe", 350, members(b, "disabled")),
    "orphan": lambda b: _people(b, "orphan", 3, _born(b, 2001, 2010) & _unlaned(b)[b.household]),
    "student_school": lambda b: np.flatnonzero(_born(b, 1998, 2010)),
    "student_high": lambda b: np.flatnonzero(_born(b, 1995, 2002)),
    "infant": lambda b: np.flatnonzero(_born(b, 2007, 2014)),
    "young": lambda b: np.flatnonzero(_born(b, 1985, 1999)),
    "mother": lambda b: np.flatnonzero(_born(b, 1975, 1993) & (b.male == 0)),
    "couple": lambda b: np.flatnonzero(_ordinary(b) & (b.relation == 1) & (b.died == NEVER)),
    "veteran": lambda b: _people(b, "veteran", 30, _born(b, 1935, 1990) & (b.male == 1) & (b.relation == 0)),
    "warden": lambda b: _workers(b, "warden"),
    "post": lambda b: np.setdiff1d(_workers(b, "post"), members(b, "warden")),  # one post each
    "tractor": lambda b: _heads(b, "tractor", 60, farming(b) & _unlaned(b)),
    "migrant": lambda b: _people(b, "migrant", 1000, _ordinary(b) & (b.village[b.household] % 23 == 7)),
    "former_cadre": _former_cadres,
    "bereaved": lambda b: np.flatnonzero(_ordinary(b) & (b.died != NEVER) & (b.died > day(2013))),
}
