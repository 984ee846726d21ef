"""On a phone: what is asked for stands on the first screen, what folds unfolds, nothing is wider than the screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from tests.conftest import PASSWORD
from tests.e2e.browser import NARROW, WIDE, Visitor
from tests.e2e.conftest import Comes
from tests.pages.served import serving
from tests.support.compared_store import compared_store
from tests.support.own_store import own_store

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("overview", "drilldown", "suspects", "outliers", "rules", "village?township=T1&village=V2", "intake", "jobs")
TOO_WIDE = """() => [...document.querySelectorAll("[data-testid=stMain] *")].filter(part =>
    part.getBoundingClientRect().right > innerWidth + 1
    && !part.closest("[data-testid=stDataFrame], .qz-scroll, .js-plotly-plot")).map(part => part.className)"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the small store, compared."""
    folder = tmp_path_factory.mktemp("narrow")
    with own_store(folder / "store"):
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        compared_store(folder / "store")
        with serving(folder / "store", folder / "log") as address:
            yield address


def on_first_screen(part: Locator) -> bool:
    box = part.bounding_box()
    return box is not None and box["y"] + box["height"] <= NARROW[1]


def fold(one: Visitor, label: str) -> Locator:
    return one.page.locator(".qz-fold summary").filter(has_text=label)


def test_the_first_card_is_on_the_first_screen(visitor: Comes) -> None:
    one = visitor("training", size=NARROW)
    for path in ("suspects", "drilldown", "suspects?tier=hard"):
        one.open(path)
        assert on_first_screen(one.page.locator(".qz-card").first), path


def test_filters_unfold_and_say_how_many_are_on(visitor: Comes) -> None:
    one = visitor("training", size=NARROW)
    one.open("suspects?tier=hard&township=T1")
    bar = one.page.locator(".st-key-filter-bar")
    expect(bar).not_to_be_visible()
    expect(one.page.get_by_role("button", name="乡镇=青禾镇 ✕")).to_be_visible()
    fold(one, "筛选(2)").click()
    expect(bar).to_be_visible()


def test_a_chart_that_was_folded_is_drawn(visitor: Comes) -> None:
    one = visitor("training", size=NARROW)
    one.open("drilldown")
    chart = one.page.locator("[data-testid=stPlotlyChart]").first
    expect(chart).not_to_be_visible()
    fold(one, "看图").click()
    expect(chart).to_be_visible()
    box = chart.locator(".main-svg").first.bounding_box()
    assert box is not None and box["width"] > 300


def test_a_wide_screen_shows_all_at_once(visitor: Comes) -> None:
    one = visitor("training", size=WIDE)
    one.open("drilldown")
    expect(one.page.locator(".st-key-filter-bar")).to_be_visible()
    expect(one.page.locator("[data-testid=stPlotlyChart]").first).to_be_visible()
    expect(fold(one, "筛选")).not_to_be_visible()


def test_nothing_is_wider_than_the_screen(visitor: Comes) -> None:
    one = visitor("training", size=NARROW)
    for path in PAGES:
        one.open(path)
        assert one.page.evaluate(TOO_WIDE) == [], path
        tables = one.page.locator(".qz-scroll").all()
        assert all(table.evaluate("part => part.scrollWidth <= part.clientWidth + 1") for table in tables), path
