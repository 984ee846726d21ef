"""Strata, gaps, repeats and cross tables against sums told by hand over the small store."""

from decimal import Decimal

import pyarrow as pa
import pytest

from analytics.filters import Filters
from analytics.viewer import Scope, Viewer
from analytics.workbench.audit.gaps import SEQUENCES, gaps
from analytics.workbench.audit.repeats import FIELDS, duplicates, repeated_amounts
from analytics.workbench.audit.strata import EDGES, strata
from analytics.workbench.audit.summary import FIELDS as CROSSED
from analytics.workbench.audit.summary import MEASURES, cross
from tests.workbench.conftest import Bench

STONE = Viewer("li", "training", Scope(townships=frozenset({2})))
NOTHING = Filters(township=("no",))


def test_bands_hold_every_payment_once(bench: Bench) -> None:
    found = strata(bench.viewer, bench.engine, Filters()).to_pylist()
    assert sum(row["payments"] for row in found) == 163 and len(found) == len(EDGES) + 1
    by_low = {row["low"]: row for row in found}
    assert (by_low[Decimal(100)]["payments"], by_low[Decimal(100)]["amount"]) == (108, Decimal("10800.00"))
    assert by_low[Decimal(50)]["people"] == 2 and by_low[Decimal(5000)]["payments"] == 1
    assert sum(row["amount_share"] for row in found) == pytest.approx(1)


def test_a_band_begins_at_its_lower_end(bench: Bench) -> None:
    found = strata(bench.viewer, bench.engine, Filters(programme=("TG",)), [Decimal(401), Decimal(403)]).to_pylist()
    assert [row["payments"] for row in found] == [0, 3, 13]


def test_gaps_and_doubles_of_a_sequence(bench: Bench) -> None:
    found = gaps(bench.viewer, bench.engine, Filters(), "source_row").to_pylist()
    # rows 101 103 104 105 107 109 111 of one file, each several times
    missing = [(row["first"], row["last"], row["times"]) for row in found if row["kind"] == "gap"]
    assert sorted(missing) == [(102, 102, 1), (106, 106, 1), (108, 108, 1), (110, 110, 1)]
    assert {row["first"] for row in found if row["kind"] == "twice"} == {101, 103, 104, 105, 107, 109}
    assert found[0]["total"] == 10 and found[0]["series_title"] == "低保金.csv"


def test_a_filter_tears_no_holes(bench: Bench) -> None:
    whole = gaps(bench.viewer, bench.engine, Filters(), "source_row")
    assert gaps(bench.viewer, bench.engine, Filters(person=5), "source_row").equals(whole)
    for sequence in SEQUENCES:
        assert gaps(bench.viewer, bench.engine, NOTHING, sequence).num_rows == 0


def test_duplicates_agree_in_all_fields(bench: Bench) -> None:
    found = duplicates(bench.viewer, bench.engine, Filters(programme=("GL",)), ["account", "period"]).to_pylist()
    assert found == [], "each has an account of their own"
    shared = duplicates(bench.viewer, bench.engine, Filters(), ["account", "programme"]).to_pylist()
    assert shared[0]["times"] == 36 and shared[0]["programme_title"] == "农村低保金"
    assert all("6214000" not in row["account_title"] for row in shared)
    assert duplicates(bench.viewer, bench.engine, Filters(), list(FIELDS)).num_rows == 0
    with pytest.raises(ValueError, match="no field"):
        duplicates(bench.viewer, bench.engine, Filters(), [])
    with pytest.raises(KeyError):
        duplicates(bench.viewer, bench.engine, Filters(), ["person", "1; DROP TABLE pay"])


def test_pages_of_repeats_follow_each_other(bench: Bench) -> None:
    whole = repeated_amounts(bench.viewer, bench.engine, Filters())
    parts = [repeated_amounts(bench.viewer, bench.engine, Filters(), number, 3) for number in (1, 2, 3)]
    assert pa.concat_tables(parts).to_pylist() == whole.to_pylist() and whole.num_rows == 7
    first = whole.to_pylist()[0]
    assert (first["amount"], first["times"], first["people"]) == (Decimal("100.00"), 108, 3)
    assert first["share"] == pytest.approx(108 / 163)


def test_a_cross_table_adds_up_both_ways(bench: Bench) -> None:
    found = cross(bench.viewer, bench.engine, Filters(), "programme", "year")
    assert found.columns == ("2015", "2016", "2017") and found.whole == Decimal("27825.00")
    for line, whole in zip(found.cells, found.row_sums, strict=True):
        assert sum(cell or 0 for cell in line) == whole
    for column, whole in zip(zip(*found.cells, strict=True), found.column_sums, strict=True):
        assert sum(cell or 0 for cell in column) == whole
    people = cross(bench.viewer, bench.engine, Filters(), "township", "year", "people")
    assert people.whole == 7 and dict(zip(people.rows, people.row_sums, strict=True)) == {"青禾镇": 5, "石桥镇": 2}


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("field", CROSSED)
def test_every_field_can_be_crossed_within_scope(bench: Bench, field: str, measure: str) -> None:
    other = "year" if field != "year" else "programme"
    found = cross(STONE, bench.engine, Filters(), field, other, measure)
    assert found.whole == {"amount": Decimal("13827.00"), "payments": 40, "people": 2}[measure]
    assert cross(STONE, bench.engine, NOTHING, field, other, measure).rows == ()
    with pytest.raises(ValueError, match=field):
        cross(STONE, bench.engine, Filters(), field, field, measure)
