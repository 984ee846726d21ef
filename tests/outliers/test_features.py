"""What is measured, against whom."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from analytics.engine import Engine
from analytics.outliers.features import measure
from analytics.outliers.method import CAP, FEATURES
from tests.outliers.conftest import FLAT, FLAT_TENFOLD, LAND, RARE, RARE_RICH, SPLIT, STRANGE, UNKNOWN_PLACE

Rows = dict[tuple[int, int, int], dict[str, Any]]


@pytest.fixture(scope="module")
def rows(county: Engine) -> Rows:
    return {(r["household"], r["programme"], r["year"]): r for r in measure(county).to_pylist()}


def test_one_row_for_each_household_programme_and_year(county: Engine, rows: Rows) -> None:
    sql = "SELECT count(*) FROM (SELECT DISTINCT household, programme, year FROM pay)"
    assert len(rows) == county.value(sql)
    assert sum(r["amount"] for r in rows.values()) == county.value("SELECT sum(amount) FROM pay")


def test_amounts_are_held_against_the_village(rows: Rows) -> None:
    row = rows[STRANGE, LAND, 2017]
    assert (row["level"], row["place"], row["peers"]) == ("village", 1, 39)
    assert (row["amount"], row["peers_median"], row["excess"]) == (9500, 500, 9000)
    assert row["feature_amount"] == pytest.approx(math.log(19), abs=5e-4)
    assert row["feature_december"] == pytest.approx(9000 / 9500, abs=5e-4)


def test_claimed_area_is_held_against_the_confirmed(rows: Rows) -> None:
    row = rows[STRANGE, LAND, 2017]  # 10 confirmed; 10 and 180 claimed at two dates of one period
    assert row["value_area"] == pytest.approx(19) and row["feature_area"] == pytest.approx(math.log(19), abs=5e-4)
    assert rows[STRANGE, FLAT, 2017]["feature_area"] == 0


def test_without_spread_the_deviation_is_nothing_and_the_quotient_speaks(rows: Rows) -> None:
    row = rows[FLAT_TENFOLD, FLAT, 2016]
    assert row["feature_deviation"] == 0
    assert row["feature_amount"] == pytest.approx(math.log(10), abs=5e-4)


def test_growth_is_over_the_households_own_earlier_years(rows: Rows) -> None:
    assert rows[FLAT_TENFOLD, FLAT, 2015]["value_growth"] is None
    assert rows[FLAT_TENFOLD, FLAT, 2016]["value_growth"] == 10
    assert rows[FLAT_TENFOLD, FLAT, 2017]["feature_growth"] == 0


def test_accounts_and_people_of_a_household_are_counted(rows: Rows) -> None:
    row = rows[SPLIT, LAND, 2017]
    assert (row["value_accounts"], row["value_payees"]) == (5, 5)
    assert row["persons"] == [SPLIT, 1000, 1001, 1002, 1003]


def test_a_small_village_is_compared_within_its_township(rows: Rows) -> None:
    row = rows[118, LAND, 2016]
    assert (row["village"], row["level"], row["place"], row["peers"]) == (4, "township", 1, 43)


def test_an_unknown_place_is_compared_within_the_county(rows: Rows) -> None:
    row = rows[-UNKNOWN_PLACE, LAND, 2017]
    assert (row["level"], row["peers"]) == ("county", 121)


def test_a_group_under_ten_is_no_yardstick(rows: Rows) -> None:
    row = rows[RARE_RICH, RARE, 2017]
    assert (row["level"], row["peers_median"], row["excess"]) == ("none", None, 0)
    assert all(row[f"feature_{name}"] == 0 for name in FEATURES)


def test_every_feature_is_finite_and_never_below_zero(county: Engine) -> None:
    table = measure(county)
    data = np.column_stack([table[f"feature_{name}"].to_numpy() for name in FEATURES])
    assert data.dtype == np.float32
    assert np.isfinite(data).all() and data.min() == 0 and data.max() <= CAP
