"""Rows read = rows kept + rows rejected, whatever the cells hold."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake import intake, rejected_rows
from analytics.snapshots import current_snapshot
from tests.intake.making import HEADER, payment, resident_id, write_csv

GOOD = [payment(n) for n in range(1, 21)]
ANYTHING = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
CELLS = st.tuples(
    ANYTHING,
    ANYTHING,
    ANYTHING,
    st.one_of(ANYTHING, st.integers(1, 400).map(resident_id)),
    ANYTHING,
    st.one_of(ANYTHING, st.decimals(-(10**12), 10**12, places=2).map(str)),
    st.one_of(ANYTHING, st.dates().map(str)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(st.lists(CELLS, max_size=12))
def test_rows_read_are_kept_or_rejected(odd: list[tuple[str, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        report = intake(store, [write_csv(Path(folder) / "民政局_高龄津贴.csv", HEADER, [*GOOD, *odd])])
        snapshot = current_snapshot(store)
        assert snapshot is not None and report.intake is not None
        (sheet,) = report.sheets
        kept, rejected = snapshot.rows("payment"), rejected_rows(store, report.intake).num_rows
        assert (sheet.rows_kept, sheet.rows_rejected) == (kept, rejected)
        assert sheet.rows_read == kept + rejected == len(GOOD) + len(odd) - sum(sheet.quality["dropped"].values())
