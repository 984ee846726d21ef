"""A county built once; each test has a copy of its own, with accounts, requests and a log."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
from click.testing import Result
from typer.testing import CliRunner

from analytics.cli.app import app
from analytics.permissions import operator
from analytics.records import requests
from analytics.records.accounts import totp
from analytics.records.accounts.accounts import create_account
from analytics.records.accounts.sessions import live_session, sign_in
from analytics.rules.run import run
from analytics.viewer import Place, Scope, Viewer
from tests.conftest import PASSWORD
from tests.support.databases import Databases
from tests.support.office_at_work import FILE
from tests.support.own_store import own_store
from tests.support.small_store import small_store

CIVIL = Viewer("min", "department", Scope(departments=frozenset({1})))
PLACED = ("snapshots", "vault", "runs", "current", "keys", "own_rules", "mappings")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@dataclass(frozen=True)
class County:
    """A store at work: who is signed in, the secret of his second step, a request that waits."""

    store: Path
    session: str
    secret: str
    waits: str


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Snapshot, vault and two runs, the one with the later name first."""
    store = tmp_path_factory.mktemp("built") / "store"
    with own_store(store):
        snapshot = small_store(store)
        for rules in (["A01"], ["B03"]):
            run(store, snapshot, operator(), rules)
        for name in ("own_rules", "mappings"):
            (store / name).mkdir(exist_ok=True)
            (store / name / "kept.txt").write_text(name)
        yield store


def fill(built: Path, store: Path) -> County:
    """The built county in `store`, and people in it."""
    for name in PLACED:
        source, place = built / name, store / name
        if source.is_dir():
            shutil.copytree(source, place)
        else:
            shutil.copy2(source, place)
    create_account(operator(), "li", PASSWORD, "analyst", must_change=False)
    session = live_session(sign_in("li", PASSWORD).id)
    assert session is not None
    secret = totp.begin(session, PASSWORD).secret
    full = totp.turn_on(session, pyotp.TOTP(secret).now())[0].id
    assert live_session(full) is not None
    waits = requests.ask(CIVIL, "upload", Place(department=1), {"note": "九月"}, "月度报送", [FILE])
    return County(store, full, secret, waits)


@pytest.fixture
def county(built: Path, store: Path) -> County:
    return fill(built, store)


@pytest.fixture(params=["sqlite", "postgresql"])
def county_on_either(request: pytest.FixtureRequest, built: Path, store: Path) -> County:
    if request.param == "postgresql":
        request.getfixturevalue("on_postgresql")
    return fill(built, store)


@pytest.fixture
def empty_databases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A call that points the settings to two new databases, where the test's are on PostgreSQL."""

    def point() -> None:
        if "postgresql" in request.node.name:
            made: Databases = request.getfixturevalue("databases")
            monkeypatch.setenv("QINGZHANG_RECORDS_URL", made.new())
            monkeypatch.setenv("QINGZHANG_FIELD_URL", made.new())

    return point
