"""The pictures of docs/screens, drawn when asked for: SCREENS=1. `make screens` does the same without pytest."""

import os

import pytest

from tests.e2e.browser import chromium
from tests.e2e.screens import FOLDER, LARGEST_BYTES, draw

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.skipif("SCREENS" not in os.environ, reason="drawn when asked for: SCREENS=1, or make screens")
def test_pictures_are_drawn_and_small() -> None:
    path = chromium()
    assert path is not None, "no Chromium on this machine"
    assert [picture.name for picture in draw(path, FOLDER) if picture.stat().st_size > LARGEST_BYTES] == []
