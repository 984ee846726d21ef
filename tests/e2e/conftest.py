"""A browser, a served store of its own, and visitors of whom nothing may be asked elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from tests.conftest import PASSWORD
from tests.e2e.browser import Visitor, browsing, chromium
from tests.pages.served import serving
from tests.support.own_store import own_store

Comes = Callable[..., Visitor]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on this machine; on Debian: apt-get install chromium fonts-noto-cjk")
    with browsing(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over an empty store with one account."""
    folder = tmp_path_factory.mktemp("house")
    with own_store(folder / "store"):
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        with serving(folder / "store", folder / "log") as address:
            yield address


@pytest.fixture
def visitor(browser: Browser, host: str) -> Iterator[Comes]:
    """Opens a browser profile; at the end none has asked another place for anything or complained on its console."""
    with ExitStack() as stack:
        came: list[Visitor] = []

        def come(name: str = "", **options: object) -> Visitor:
            one = Visitor(browser, host, **options)  # type: ignore[arg-type]
            stack.callback(one.close)
            came.append(one)
            if name:
                one.sign_in(name, PASSWORD)
            return one

        yield come
        assert [url for one in came for url in one.foreign()] == []
        assert [words for one in came for words in one.complaints] == []
