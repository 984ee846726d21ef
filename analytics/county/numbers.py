"""ID numbers, accounts and phones that can be nobody's: prefix 5199 is not assigned, nor are phones in 100."""

from __future__ import annotations

import numpy as np

from analytics.county.frame import Ints, Texts, parts, rank_within

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int64)
_CHECK = np.array(list("10X98765432"))
_PHONES = 300_000  # more than a block has households
_LAYERS, _ROOM = 4, 120  # blocks that share one county code, and the numbers each has per day and sex


def id_digits(born_on: Ints, male: Ints, block: int) -> Ints:
    """The first 17 digits of each person's number, unique over all blocks.

    born_on in days since 1970; sequence numbers run within the same day and sex.
    """
    year, month, of = parts(born_on)
    date = year * 10_000 + month * 100 + of
    sequence = (block % _LAYERS) * _ROOM + 1 + rank_within(date * 2 + male)
    county = 519_901 + block // _LAYERS
    return county * 10**11 + date * 1000 + 2 * sequence + male


def guest_digits(born_on: Ints, male: Ints, block: int | None = None) -> Ints:
    """As id_digits, for people of no household: sequence numbers none of a block reaches. Without a block the same
    people in each; no two of one block may be born on one day."""
    year, month, of = parts(born_on)
    layer, county = (0, 519_901) if block is None else (1 + block % _LAYERS, 519_901 + block // _LAYERS)
    sequence = 2 * (_LAYERS * _ROOM + 10 + layer) + male
    return county * 10**11 + (year * 10_000 + month * 100 + of) * 1000 + sequence


def check_position(digits: Ints) -> Ints:
    """Position (0–10) of the right check character of each 17-digit number."""
    total = np.zeros(len(digits), np.int64)
    for place, weight in enumerate(_WEIGHTS):
        total += digits // 10 ** (16 - place) % 10 * weight
    return total % 11


def id_texts(digits: Ints, fault: Ints) -> Texts:
    """18 characters each; a fault of 1–10 turns the check character by as many places."""
    return np.char.add(digits.astype("U17"), _CHECK[(check_position(digits) + fault) % 11])


def account_texts(number: Ints) -> Texts:
    """19-digit card numbers of the county's one bank."""
    return np.char.add("6214510", np.char.zfill(number.astype("U12"), 12))


def phone_texts(block: int, household: Ints) -> Texts:
    """11 digits for each household (0 …) of a block: ten blocks ten million apart, the next ten between them."""
    number = block % 10 * 10_000_000 + block // 10 * _PHONES + 1 + household
    return np.char.add("100", np.char.zfill(number.astype("U8"), 8))


def household_texts(block: int, household: Ints) -> Texts:
    number = block * 10_000_000 + 1 + household
    return np.char.add("LH", np.char.zfill(number.astype("U10"), 9))
