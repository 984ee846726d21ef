"""What is known of a rule's text is known of that text only."""

from pathlib import Path

import pytest

from analytics.rules.catalogue import HOME, load
from analytics.rules.header import BrokenRule

A02 = next(HOME.glob("sql/A02_*.sql"))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own; where verdicts are kept in it."""
    monkeypatch.setenv("QINGZHANG_STORE", str(tmp_path))
    return tmp_path / "cache" / "laws"


def test_a_known_text_needs_no_parser(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(A02)
    assert len(list(kept.iterdir())) == 1
    monkeypatch.setattr("analytics.rules.laws.check", lambda *_: pytest.fail("was read again"))
    assert load(A02) == first


def test_a_changed_text_is_held_to_the_laws_again(kept: Path, tmp_path: Path) -> None:
    load(A02)
    changed = tmp_path / A02.name
    changed.write_text(A02.read_text(encoding="utf-8").replace("FROM paid_in_post", "FROM secrets"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(BrokenRule, match="law of tables"):
            load(changed)
    assert len(list(kept.iterdir())) == 1


def test_without_a_store_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGZHANG_STORE", str(tmp_path / "none"))
    assert load(A02).columns and not (tmp_path / "none").exists()
