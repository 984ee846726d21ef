"""axe-core finds nothing serious on the sign-in and on any page, at both widths; nor is anything asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

import pytest

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.e2e.browser import NARROW, WIDE, Visitor
from tests.e2e.conftest import Comes
from tests.pages.served import serving
from tests.support.compared_store import compared_store
from tests.support.own_store import own_store

pytestmark = [pytest.mark.browser, pytest.mark.slow]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
GRAVE = ("serious", "critical")
FIND = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .flatMap(v => v.nodes.map(
        n => ({rule: v.id, impact: v.impact, target: n.target.flat().join(" "), html: n.html})))"""
# Streamlit's own markup, which we cannot write: (rule, part of the element's HTML or selector, why it does no harm).
ALLOWED: tuple[tuple[str, str, str], ...] = (
    ("scrollable-region-focusable", "stVerticalBlock", "st.container(height=…); browsers let the keyboard scroll it"),
)
ASKED = {
    "suspect": "suspect?subject=person&key=3",
    "village": "village?township=T1&village=V2",
    "workbench": "workbench?left=payment:GL&right=register:death",
    "rules": "rules?rule=A01",
}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over the small store, compared."""
    folder = tmp_path_factory.mktemp("axe")
    with own_store(folder / "store"):
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        compared_store(folder / "store")
        with serving(folder / "store", folder / "log") as address:
            yield address


def grave(one: Visitor) -> list[str]:
    """What axe finds here that is serious and not allowed: rule, target, HTML."""
    one.page.evaluate(AXE)
    found = [v for v in one.page.evaluate(FIND) if v["impact"] in GRAVE]
    allowed = [
        any(v["rule"] == rule and part in v["html"] + v["target"] for rule, part, _why in ALLOWED) for v in found
    ]
    return [f"{v['rule']}: {v['target']} {v['html'][:200]}" for v, ok in zip(found, allowed, strict=True) if not ok]


def test_no_page_shuts_anybody_out(visitor: Comes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_TRAINING", "1")
    one, found = visitor(), dict[str, list[str]]()
    one.page.goto(f"http://{one.host}/sign-in")
    found["sign-in"] = grave(one)
    one.sign_in("training", PASSWORD)
    for path in url_paths():
        one.open(ASKED.get(path, path))
        for size in (WIDE, NARROW):
            one.resize(size)
            found[f"{path} {size[0]}"] = grave(one)
    assert {page: faults for page, faults in found.items() if faults} == {}


def test_axe_does_find_what_is_wrong(visitor: Comes) -> None:
    one = visitor()
    one.page.goto(f"http://{one.host}/sign-in")
    one.page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<button></button>')")
    assert any("button-name" in fault for fault in grave(one))
