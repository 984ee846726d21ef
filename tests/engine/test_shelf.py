"""Relations are made when SQL first names them, with what they need before them."""

import pytest

from analytics.engine import Engine, shelf
from analytics.engine.ledger import LEDGER
from analytics.engine.views import TABLES, VIEWS
from analytics.reference import current_reference
from tests.engine.test_duckdb import engine

__all__ = ["engine"]


@pytest.mark.parametrize("name", [*TABLES, *VIEWS, *LEDGER])
def test_everything_can_be_asked_for_first(engine: Engine, name: str) -> None:
    assert Engine(engine.snapshot, current_reference()).value(f"SELECT count(*) FROM {name}") >= 0


def test_macros_are_known_in_any_case(engine: Engine) -> None:
    fresh = Engine(engine.snapshot, current_reference())
    assert fresh.value("SELECT MONTHS_APART(DATE '2016-01-31', ADD_MONTHS(DATE '2016-01-01', 3))") == 3


def test_what_is_needed_stands_before_what_needs_it() -> None:
    order = shelf.needed("SELECT count(*) FROM last_paid")
    assert order.index("payment") < order.index("payment_ledger") < order.index("last_paid")
    assert "payment_ledger" not in shelf.needed("SELECT * FROM pay") and "pay" in shelf.needed("SELECT 1 FROM PAY")


def test_nothing_is_made_that_is_not_asked_for(engine: Engine) -> None:
    fresh = Engine(engine.snapshot, current_reference())
    fresh.query("SELECT count(*) FROM programme")
    made = fresh.rows("SELECT view_name AS name FROM duckdb_views() WHERE NOT internal")
    assert [row["name"] for row in made] == ["programme"]


def test_a_ledger_too_large_to_hold_gives_the_same(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    held = engine.query("SELECT * FROM payment_ledger ORDER BY payment_no")
    monkeypatch.setattr(shelf, "MOST_HELD", 0)
    read = Engine(engine.snapshot, current_reference())
    assert read.query("SELECT * FROM payment_ledger ORDER BY payment_no").equals(held)
    assert read.value("SELECT count(*) FROM duckdb_views() WHERE view_name = 'payment_ledger'") == 1
