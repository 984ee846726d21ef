"""Hostile texts wherever a department, a clerk or an inspector can put one: shown as text on every page, never run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analytics import own_rules
from analytics.permissions import operator
from analytics.records import field_desk, requests
from analytics.records.accounts.accounts import create_account
from analytics.rules.run import run
from analytics.viewer import Place, Viewer
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.e2e.browser import NARROW, WIDE
from tests.e2e.conftest import Comes
from tests.pages.served import serving
from tests.support import small_store as small
from tests.support.own_store import own_store

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Every way in at once: an element that runs, one that loads, a link, a style's end, markdown, a right-to-left mark.
EVIL = (
    "</style><img src=x onerror=window.ran=1><script>window.ran=1</script>"
    "[x](javascript:window.ran=1)![y](//evil.example/z)\u202e"
)
ASKED = {
    "suspect": "suspect?subject=person&key=3",
    "village": "village?township=T1&village=V1",
    "rules": "rules?rule=A01",
}
MADE = """() => [...document.querySelectorAll("img[src='x'], img[src*='evil.example'], a[href^='javascript:'], script")]
    .filter(e => e.tagName !== "SCRIPT" || e.textContent.includes("window.ran"))
    .map(e => e.outerHTML)"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the small store, its names of places, programmes, departments, files and people hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    quoted = EVIL.replace("'", "''")
    words = ("青禾镇", "上河村", "民政局", "农村低保金", "退耕还林补贴", "低保金.csv", "死亡人员.xlsx", "名单")
    with own_store(folder / "store") as environment:
        tables = {name: _evil(sql, words, quoted) for name, sql in small.TABLES.items()}
        environment.setattr(small, "TABLES", tables)
        environment.setattr(small, "VALUES", small.VALUES | {"name": f"SELECT '{quoted}' || k FROM range(1, 12) t(k)"})
        snapshot = small.small_store(folder / "store")
        run(folder / "store", snapshot, operator())
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        create_account(operator(), "<b onmouseover=window.ran=1>", PASSWORD, role="analyst", must_change=False)
        who = Viewer("training", "training")
        form = {"where": EVIL, "what": EVIL}
        requests.ask(who, "correction", Place(department=1), form, EVIL, [(f"{EVIL[:60]}.csv", b"1")])
        field_desk.publish_units(operator(), [("department", 1, EVIL[:190], 0)])
        own_rules.start(who, like="C12")
        with serving(folder / "store", folder / "log") as address:
            yield address


def _evil(sql: str, words: tuple[str, ...], evil: str) -> str:
    for word in words:
        sql = sql.replace(f"'{word}'", f"'{word}{evil}'")
    return sql


def test_it_stays_text(visitor: Comes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_TRAINING", "1")
    one, made = visitor("training"), dict[str, list[str]]()
    one.page.on("dialog", lambda dialog: made.setdefault("dialog", []).append(dialog.message))
    for path in (*url_paths(), "drilldown?township=T1", "drilldown?tab=payments", "drilldown?household=2"):
        one.open(ASKED.get(path, path))
        for size in (WIDE, NARROW):
            one.resize(size)
            if found := one.page.evaluate(MADE):
                made[path] = found
            assert one.page.evaluate("window.ran") is None, path
    assert made == {}
