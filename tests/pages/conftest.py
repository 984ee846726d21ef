"""The running server, shared by the tests of one file."""

from collections.abc import Iterator

import pytest

from analytics.permissions import operator
from analytics.records import db
from analytics.records.accounts.accounts import create_account
from tests.conftest import PASSWORD
from tests.pages.served import serving


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One server for all attacks, over a store with one account."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QINGZHANG_STORE", str(folder / "store"))
        environment.delenv("QINGZHANG_RECORDS_URL", raising=False)
        environment.setenv("QINGZHANG_TRAINING", "1")
        create_account(operator(), "training", PASSWORD, role="training", must_change=False)
        with serving(folder / "store", folder / "log") as address:
            yield address
        db.close()
