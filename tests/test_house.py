"""Docs are held against the program: every verb, setting and page is in them, and nothing that is not there."""

import re
from itertools import chain

import pytest

from analytics.cli.app import VERBS
from analytics.settings import ROOT, Settings
from pages.ui.menu import MENU, url_paths
from tests.e2e.browser import NARROW, WIDE
from tests.e2e.screens import FOLDER, LARGEST_BYTES

README = (ROOT / "README.md").read_text(encoding="utf-8")
# Read before any setting is: the language of the command line, analytics/words.py.
OUTSIDE_SETTINGS = {"QINGZHANG_LANG"}


def _section(title: str) -> str:
    return README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_readme_names_every_verb_and_no_other() -> None:
    rows = [line.split("|")[1] for line in _section("Command line").splitlines() if line.startswith("| `")]
    named = chain.from_iterable(re.findall(r"`([a-z]+)", cell) for cell in rows)
    assert sorted(named) == sorted(verb.__name__ for verb in VERBS)


def test_readme_names_every_setting_and_no_other() -> None:
    settings = {f"QINGZHANG_{name.upper()}" for name in Settings.model_fields} | OUTSIDE_SETTINGS
    assert set(re.findall(r"QINGZHANG_[A-Z_]+", _section("Settings"))) == settings


def test_readme_shows_pictures_that_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README)
    assert pictures and all((ROOT / picture).is_file() for picture in pictures)


@pytest.mark.parametrize("width", [WIDE[0], NARROW[0]])
@pytest.mark.parametrize("page", url_paths())
def test_every_page_has_its_small_picture(page: str, width: int) -> None:
    picture = FOLDER / f"{page}-{width}.png"
    assert picture.is_file() and picture.stat().st_size <= LARGEST_BYTES, f"make screens draws {picture.name}"


def test_every_page_of_the_menu_has_its_file() -> None:
    missing = [page.file for page in chain.from_iterable(MENU.values()) if not page.path.exists()]
    assert not missing
