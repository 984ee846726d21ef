"""One value at a time, written down first."""

from pathlib import Path

import pytest

from analytics.permissions import operator
from analytics.records.audit import AuditLine
from analytics.records.db import reading
from analytics.reveal import reveal
from analytics.vault import Vault
from analytics.viewer import Scope, Viewer
from analytics.words import Refused
from tests.support.small_store import small_store


@pytest.fixture(autouse=True)
def county(store: Path) -> None:
    small_store(store)


def logged() -> list[tuple[str, str, str]]:
    with reading() as tx:
        return [(line.action, line.subject, line.reason) for line in tx.query(AuditLine)]


@pytest.mark.parametrize("kind", ["person", "name", "account", "household"])
def test_the_value_and_its_line(store: Path, kind: str) -> None:
    assert reveal(operator(), store, kind, 3, "核对身份") == Vault(store).value_of(kind, [3])[3]
    assert logged() == [("reveal", f"{kind}:3", "核对身份")]


@pytest.mark.parametrize(
    ("viewer", "key", "reason"),
    [
        (Viewer("x", "nobody"), 3, "核对身份"),
        (operator(), 3, ""),
        (operator(), 999, "核对身份"),
        (Viewer("li", "training", Scope(townships=frozenset({2}))), 3, "核对身份"),
    ],
)
def test_refused_and_nothing_logged(store: Path, viewer: Viewer, key: int, reason: str) -> None:
    with pytest.raises(Refused):
        reveal(viewer, store, "person", key, reason)
    assert logged() == []


def test_within_the_scope(store: Path) -> None:
    assert reveal(Viewer("li", "training", Scope(townships=frozenset({2}))), store, "person", 9, "核对身份")
