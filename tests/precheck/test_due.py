"""The month to come, and programmes paid by the year."""

from datetime import date
from pathlib import Path

from analytics.engine import open_engine
from analytics.precheck.due import Due, due, next_month
from analytics.snapshots import Snapshot
from tests.precheck.county import asked


def test_it_is_the_month_after_the_newest(snapshot: Snapshot) -> None:
    assert next_month(open_engine(snapshot)) == date(2018, 1, 1)


def test_a_programme_paid_by_the_month_and_one_paid_by_the_year(snapshot: Snapshot, store: Path) -> None:
    monthly, yearly = asked(store), asked(store, "生态公益林补偿")
    engine, on = open_engine(snapshot), date(2018, 1, 1)
    assert due(engine, monthly.department, monthly.programme) == Due(monthly.programme, monthly.department, 201801, on)
    assert due(engine, yearly.department, yearly.programme).period == 201800
