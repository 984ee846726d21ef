"""Payments that wait in blocks come out as if all had been sorted at once."""

from pathlib import Path

import numpy as np
import pytest

from analytics.county.frame import NONE, Columns
from analytics.county.waiting import FIELDS, Rows, Year

BLOCKS, ROWS = 3, 400
AT = {name: position for position, name in enumerate(FIELDS)}


def block(number: int) -> Columns:
    """Payments with many ties, in the villages of one block."""
    rng = np.random.default_rng(number)
    few = {name: rng.integers(0, 3, ROWS) for name in FIELDS if name != "line"}
    village = 1 + number * 4 + rng.integers(0, 4, ROWS)
    return few | {
        "programme": rng.integers(1, 6, ROWS),
        "village": village,
        "township": (village - 1) // 2,
        "household": rng.integers(-5, 20, ROWS),
        "pay_date": np.where(rng.integers(0, 9, ROWS) == 0, NONE, rng.integers(16_000, 16_003, ROWS)),
        "place_in_roster": rng.integers(0, 3, ROWS) + 2**22 * rng.integers(0, 2, ROWS),
        "plot_number": np.arange(ROWS) + number * ROWS,
    }


@pytest.fixture
def year(tmp_path: Path) -> Year:
    made = Year(tmp_path / "rows")
    for number in range(BLOCKS):
        made.add(block(number))
    return made


def column(rows: Rows, name: str) -> list[int]:
    return [int(value) for value in rows[:, AT[name]]]


def keys(rows: Rows, *names: str) -> list[tuple[int, ...]]:
    return list(zip(*(column(rows, name) for name in names), strict=True))


def test_both_orders_hold_over_all_blocks(year: Year) -> None:
    rules, drill = (np.concatenate(list(pieces)) for pieces in (year.by_programme(), year.by_household()))
    first = keys(rules, "programme", "village", "household", "person", "period", "line")
    second = keys(drill, "village", "household", "programme", "person", "period", "line")
    assert first == sorted(first)
    assert second == sorted(second)
    assert sorted(map(tuple, rules.tolist())) == sorted(map(tuple, drill.tolist()))
    assert sorted(column(rules, "plot_number")) == list(range(BLOCKS * ROWS))


def test_a_programmes_roster_is_numbered_over_all_blocks(year: Year) -> None:
    rows = np.concatenate(list(year.by_programme()))
    given = {name: np.concatenate([block(n)[name] for n in range(BLOCKS)]) for name in block(0)}
    by = ("township", "period", "place_in_roster", "person", "pay_date", "amount", "account", "village")
    for programme in range(1, 6):
        lines = dict(keys(rows[rows[:, AT["programme"]] == programme], "line", "plot_number"))
        theirs = np.flatnonzero(given["programme"] == programme)
        assert sorted(lines) == list(range(1, len(theirs) + 1))
        rank = {int(given["plot_number"][at]): tuple(int(given[name][at]) for name in by) for at in theirs}
        in_order = [rank[lines[line]] for line in sorted(lines)]
        assert in_order == sorted(in_order)


def test_pieces_may_be_of_any_size(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [np.concatenate(list(pieces)) for pieces in (year.by_programme(), year.by_household())]
    monkeypatch.setattr("analytics.county.waiting._PIECE", 50)
    small = [list(pieces) for pieces in (year.by_programme(), year.by_household())]
    assert all(len(piece) <= 50 for pieces in small for piece in pieces)
    assert all((np.concatenate(pieces) == one).all() for pieces, one in zip(small, whole, strict=True))
