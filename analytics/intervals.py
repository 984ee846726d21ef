"""Shares with the interval that goes with their number: three of ten is not three hundred of a thousand."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

_Z = 1.959964  # of 95 %
Floats = npt.NDArray[np.float64]


class Share(NamedTuple):
    """A share of `of`, 0 to 1, and the ends of its 95 % interval; of nothing it is anything."""

    value: float
    low: float
    high: float


def wilson(found: npt.ArrayLike, of: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Lower and upper end (0 to 1) of the 95 % interval of each share found / of; `of` > 0.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    """
    n = np.asarray(of, np.float64)
    share = np.asarray(found, np.float64) / n
    middle = share + _Z**2 / (2 * n)
    half = _Z * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    return (middle - half) / scale, (middle + half) / scale


def share(found: int, of: int) -> Share:
    """One share with its interval."""
    if not of:
        return Share(0.0, 0.0, 1.0)
    low, high = wilson(found, of)
    return Share(found / of, float(low), float(high))
