"""Somebody limited to a township opens every page, and nothing of another township comes over the line."""

from collections.abc import Iterator

import pytest

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import sign_in
from analytics.rules.run import run
from analytics.viewer import Scope
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.pages.served import Tab, serving, texts
from tests.support.own_store import own_store
from tests.support.small_store import small_store

# Names of the other township, its villages, and what was paid there; and what one's own looks like.
NAMES = tuple(f"张{chr(20000 + k)}"[:1] + "某" for k in (3,))  # a masked name, as anybody is called
FOREIGN = ("青禾镇", "上河村", "下河村")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """host:port, and the tokens of somebody of the whole county and of somebody of township 2."""
    folder = tmp_path_factory.mktemp("scoped")
    with own_store(folder / "store"):
        snapshot = small_store(folder / "store")
        run(folder / "store", snapshot, operator())
        scopes = {"county": Scope(), "shi": Scope(townships=frozenset({2}))}
        for name, scope in scopes.items():
            create_account(operator(), name, PASSWORD, "training", scope, must_change=False)
        with serving(folder / "store", folder / "log") as host:
            yield host, {name: sign_in(name, PASSWORD).token for name in scopes}


def drawn(host: str, token: str, page: str, query: str = "") -> str:
    def ask(frame: object) -> None:
        frame.rerun_script.page_name, frame.rerun_script.query_string = page, query  # type: ignore[attr-defined]

    with Tab(host, token) as tab:
        return texts(tab.tell(ask))


@pytest.mark.parametrize("page", url_paths())
def test_a_page_within_scope(served: tuple[str, dict[str, str]], page: str) -> None:
    host, tokens = served
    mine = drawn(host, tokens["shi"], page)
    assert [word for word in FOREIGN if word in mine] == [], page


def test_the_search_finds_what_the_county_is_shown(served: tuple[str, dict[str, str]]) -> None:
    host, tokens = served
    shown = {page: drawn(host, tokens["county"], page) for page in ("overview", "drilldown", "suspects", "village")}
    assert all(any(word in text for word in FOREIGN) for text in shown.values())


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("drilldown", "township=T1"),
        ("drilldown", "village=V1"),
        ("drilldown", "household=2"),
        ("suspects", "township=T1"),
        ("suspect", "subject=person&key=3"),
        ("village", "township=T1&village=V1"),
        ("dossier", "person=3"),
        ("outliers", "township=T1"),
        ("workbench", "left=payment:GL&right=register:death"),
        ("rules", "rule=A01"),
    ],
)
def test_asking_for_another_township_by_address_gives_nothing_of_it(
    served: tuple[str, dict[str, str]], page: str, query: str
) -> None:
    host, tokens = served
    mine = drawn(host, tokens["shi"], page, query)
    assert [word for word in (*FOREIGN, *NAMES) if word in mine] == []
    assert "Traceback" not in mine
