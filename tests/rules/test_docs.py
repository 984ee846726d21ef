"""docs/rules.md and docs/rules/ say what the headers say."""

from __future__ import annotations

from pathlib import Path

from analytics.rules.catalogue import catalogue
from analytics.rules.docs import pages, write_docs
from analytics.settings import ROOT

DOCS = ROOT / "docs"


def test_the_pages_of_the_rules_are_up_to_date() -> None:
    stale = [name for name, text in pages().items() if (DOCS / name).read_text(encoding="utf-8") != text]
    assert not stale, f"run `python -m analytics rule docs`: {stale}"
    assert {path.stem for path in (DOCS / "rules").glob("*.md")} == set(catalogue())


def test_pages_of_rules_that_are_gone_are_dropped(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "Z99.md").write_text("old", encoding="utf-8")
    assert tmp_path / "rules.md" in write_docs(tmp_path)
    assert not (tmp_path / "rules" / "Z99.md").exists()
