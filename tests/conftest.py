"""Shared by all tests: a store of their own, and somebody signed in to it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from analytics.permissions import operator
from analytics.records import db
from analytics.records.accounts import passwords
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import NewSession, sign_in
from tests.support.databases import Databases
from tests.support.postgres import AbsentError, server

PASSWORD = "a-long-enough-password"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long files first: one that is begun last keeps a worker busy when the others have nothing left."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(scope="session", autouse=True)
def nobodys_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Where whatever happens outside a test's own store is logged: never in the store of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("QINGZHANG_STORE", str(tmp_path_factory.mktemp("nobody") / "store"))
        environment.setenv("QINGZHANG_MEMORY_DISK", str(tmp_path_factory.mktemp("memory")))
        yield


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Hashing is the same work done less often: at full strength it would be a tenth of the suite. That the program's
    own is at full strength is seen in tests/records/test_passwords.py."""
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: light)
        yield


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store; every setting of the outer environment is put aside."""
    monkeypatch.setenv("QINGZHANG_STORE", str(tmp_path / "store"))
    for name in ("RECORDS_URL", "FIELD_URL", "FACE", "SESSION_IDLE_MINUTES", "SESSION_HOURS"):
        monkeypatch.delenv(f"QINGZHANG_{name}", raising=False)
    monkeypatch.setenv("QINGZHANG_TRAINING", "1")  # all roles in one process
    monkeypatch.delenv("QINGZHANG_LANG", raising=False)
    yield tmp_path / "store"
    db.close()


@pytest.fixture
def session(store: Path) -> NewSession:
    """A real session of an account that may do everything."""
    create_account(operator(), "training", PASSWORD, role="training", must_change=False)
    return sign_in("training", PASSWORD)


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A PostgreSQL server for the tests of this process, started when first asked for."""
    try:
        with server() as running, closing(Databases(running)) as made:
            yield made
    except AbsentError as absent:
        pytest.fail(f"{absent}; `make test` installs it on Debian")


@pytest.fixture
def on_postgresql(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Databases]:
    """The databases of the store, which must have been asked for before, lie on PostgreSQL."""
    monkeypatch.setenv("QINGZHANG_RECORDS_URL", databases.fresh())
    monkeypatch.setenv("QINGZHANG_FIELD_URL", databases.fresh())
    yield databases
    db.close()
    databases.take_back()
