"""Everything that steers the forest, in one place: a ranking's identity is made of it."""

from __future__ import annotations

VERSION = 1  # raise it when the method changes in a way the numbers below do not show

# feature -> what is measured, and how it is held against the peers' median of it:
# quotient: its logarithm, from LEAST_QUOTIENT on · difference: as it is · spread: logarithm of the quotient in robust
# standard deviations of the group (0 where the group has none: there the plain quotient speaks)
FEATURES: dict[str, tuple[str, str]] = {
    "amount": ("amount", "quotient"),
    "deviation": ("amount", "spread"),
    "largest": ("largest", "quotient"),
    "quantity": ("quantity", "quotient"),
    "area": ("area", "quotient"),
    "growth": ("growth", "quotient"),
    "programmes": ("programmes", "quotient"),
    "accounts": ("accounts", "quotient"),
    "payees": ("payees", "quotient"),
    "december": ("december", "difference"),
}
# How often a feature stands in the forest's draw (others once). A forest counts in how many ways a row is unlike
# others; the money itself must not be outvoted by a handful of small oddities.
WEIGHTS = {"amount": 3, "deviation": 2, "largest": 2}
MIN_PEERS = 10  # a smaller group is no yardstick: the next larger place is
FEATURE_DECIMALS = 3
# Less than half as much again is ordinary. Without this a rare but small rise outranks a hundredfold amount.
LEAST_QUOTIENT = 1.5
LEAST_DEVIATION = 2.0  # and within twice the usual spread
CAP = 20.0  # beyond twenty deviations everything is equally far
# Under 5 % of spread a group counts as having that much: rounding of cents must not look like a deviation.
LEAST_SPREAD = 0.05
# Land under these programmes stands in the forest register, not among the confirmed fields.
FOREST_KINDS = ("退耕还林", "公益林")

TREES = 100
SEED = 2017
SUBSAMPLE = 256
FIT_ROWS = 100_000  # each tree draws SUBSAMPLE of them: more to draw from adds time, not knowledge
SCORE_DECIMALS = 6


def identity() -> dict[str, object]:
    """The constants above by name."""
    return {name: value for name, value in globals().items() if name.isupper()}
