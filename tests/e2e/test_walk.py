"""The way through the house: files in, the job, the check, down to one payment, the list of suspects out as a file."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect

from analytics.filters import TITLES
from analytics.settings import ROOT
from pages.ui import format
from pages.ui.drill_children import LEVEL_TITLES
from tests.e2e.browser import Visitor
from tests.e2e.conftest import Comes
from tests.support.department_files import department_files

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SAMPLE = ROOT.parent / "shared" / "samples" / "qinghe" / "files"
JOBS_MS = 150_000
BOM = "\ufeff"
MARKING = "内部资料 严禁外传"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A county's files: the sample's where it lies beside the project, else made ones."""
    return sorted(SAMPLE.iterdir()) if SAMPLE.is_dir() else department_files(tmp_path / "files")


def test_from_files_to_a_list_of_suspects(visitor: Comes, files: list[Path]) -> None:
    one = visitor("training")
    upload(one, files)
    go_down(one)
    export(one, narrow(one))
    assert one.asked, "the list of requests is kept"


def upload(one: Visitor, files: list[Path]) -> None:
    """Drop the files, start the job; the check follows by itself."""
    one.open("intake")
    one.page.locator("input[type=file]").set_input_files(files)
    start = one.button("start_intake")
    expect(start).to_be_enabled(timeout=JOBS_MS)
    assert f"{len(files)} 个文件可以导入" in one.page.locator("[data-testid=stMain]").inner_text()
    start.click()
    to_suspects = one.button("to_suspects")
    expect(to_suspects).to_be_visible(timeout=JOBS_MS)
    one.press(to_suspects)
    assert one.listed() > 0


def go_down(one: Visitor) -> None:
    """Township, village, household, person, payment; each level's total is the figure that was clicked."""
    one.press(one.page.get_by_role("link", name="下钻"))
    for level in ("township", "village", "household"):
        figure = Decimal(one.cell(LEVEL_TITLES[level], 1))
        one.open_row(LEVEL_TITLES[level])
        assert level in one.query()
        one.says(format.headline(figure))
    one.open_row("发放记录")
    assert "person" in one.query()
    period, amount = one.cell("发放记录", 0), Decimal(one.cell("发放记录", 4))
    one.open_row("发放记录")
    record = one.page.get_by_role("dialog")
    for said in (period, format.yuan(amount), "来源文件"):
        expect(record).to_contain_text(said)


def narrow(one: Visitor) -> int:
    """Ask for the hard tier only; gives the number of suspects shown."""
    one.open("suspects")
    everything = one.listed()
    one.choose(TITLES["tier"], format.tier("hard"))
    assert one.query() == {"tier": "hard"}
    assert 0 < one.listed() < everything
    return one.listed()


def export(one: Visitor, shown: int) -> None:
    """Ask for the file with a reason, fetch it, read it back."""
    one.page.get_by_role("button", name="导出 CSV").click()
    reason = one.page.get_by_label("导出理由")
    reason.fill("浏览器走查")
    reason.press("Enter")
    one.settle()
    one.press(one.button("csv_make"))
    with one.page.expect_download() as fetched:
        one.page.get_by_role("link", name="下载").click()
    text = Path(fetched.value.path()).read_bytes().decode("utf-8")
    head, *rows = csv.reader(io.StringIO(text.removeprefix(BOM)))
    assert text.startswith(BOM) and MARKING in head[0] and "training" in head[0]
    titles, *rows = rows
    assert len(rows) == shown and all(len(row) == len(titles) for row in rows)
    tiers = {row[titles.index(TITLES["tier"])] for row in rows}
    assert len(tiers) == 1, tiers
