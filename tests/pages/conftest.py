"""The running server, shared by the tests of one file."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from tests.conftest import PASSWORD
from tests.pages.served import Tab, serving
from tests.support.own_store import own_store

Opens = Callable[..., Tab]


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all attacks, over a store with one account."""
    folder = tmp_path_factory.mktemp("served")
    with own_store(folder / "store"):
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        with serving(folder / "store", folder / "log") as address:
            yield address


@pytest.fixture
def tab(host: str) -> Iterator[Opens]:
    """Opens websockets to the server; all are closed at the end."""
    with ExitStack() as stack:
        yield lambda *arguments, **named: stack.enter_context(Tab(host, *arguments, **named))
