"""Pictures of every page on the training county, for docs/screens: `make screens`."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image

from analytics import own_rules, suspects
from analytics.county import build
from analytics.engine import Engine, open_engine
from analytics.filters import Filters
from analytics.permissions import operator
from analytics.records.accounts.accounts import create_account
from analytics.rules.run import run
from analytics.rules.runs import Run
from analytics.settings import ROOT
from analytics.viewer import Viewer
from pages.ui.menu import url_paths
from tests.conftest import PASSWORD
from tests.e2e.browser import NARROW, WIDE, Visitor, browsing, chromium
from tests.pages.served import serving
from tests.support.own_store import own_store

FOLDER = ROOT / "docs" / "screens"
SCALE, SEED = 0.1, 2017
LARGEST_BYTES = 150_000
COLOURS = (128, 64, 32)
NAME = "training"


def draw(browser_path: str, folder: Path) -> Iterator[Path]:
    """Build the county, open every scene in both sizes, write the pictures into `folder`; gives each path."""
    folder.mkdir(parents=True, exist_ok=True)
    with _served_county() as (host, scenes), browsing(browser_path) as browser:
        for size in (WIDE, NARROW):
            one = Visitor(browser, host, size)
            one.page.goto(f"http://{host}/sign-in")
            yield _write(folder / f"sign-in-{size[0]}.png", one.page.screenshot())
            one.sign_in(NAME, PASSWORD)
            for name, address in scenes.items():
                one.open(address)
                ACTIONS.get(name, _nothing_more)(one)
                yield _write(folder / f"{name}-{size[0]}.png", one.page.screenshot())
            one.close()


@contextmanager
def _served_county() -> Iterator[tuple[str, dict[str, str]]]:
    """host:port of a server over the county, compared; and what to open there."""
    with tempfile.TemporaryDirectory(prefix="screens-") as home, own_store(store := Path(home) / "store"):
        create_account(operator(), NAME, PASSWORD, role="training", must_change=False)
        snapshot = build(store, SCALE, SEED)
        made = run(store, snapshot, operator())
        own_rules.start(Viewer(NAME, "training"), like="C12")
        with serving(store, Path(home) / "log") as host:
            yield host, scenes(open_engine(snapshot), made)


def scenes(engine: Engine, made: Run) -> dict[str, str]:
    """Name → address: every page of the menu, those that need a subject with the most urgent one."""
    listed = suspects.page(operator(), engine, made, Filters(subject=("person",))).rows.to_pylist()
    first = next(row for row in listed if row["village"])
    person = first["subject_key"]
    household = engine.value("SELECT household FROM payment WHERE person = ? LIMIT 1", [person])
    village = engine.value("SELECT code FROM place WHERE village = ?", [first["village"]])
    township = engine.value("SELECT code FROM township WHERE township = ?", [first["township"]])
    programme = engine.value("SELECT code FROM programme WHERE kind = '退耕还林' ORDER BY code LIMIT 1")
    asked = {
        "suspect": f"suspect?subject=person&key={person}",
        "village": f"village?township={township}&village={village}",
        "workbench": f"workbench?left=payment:{programme}&right=register:cadre",
        "own_rules": "own_rules?own=Z01",
    }
    further = {
        "rule": "rules?rule=A01",
        "household": f"drilldown?household={household}",
        "dossier-person": f"dossier?person={person}",
        "workbench-audit": "workbench?view=audit",
    }
    return {path: asked.get(path, path) for path in url_paths()} | further


def _nothing_more(_one: Visitor) -> None:
    """The page as it opens."""


def _with_a_reason(one: Visitor) -> None:
    """A person's file opens for a reason only."""
    one.page.locator("[data-testid=stMain] input[type=text]").first.fill("群众来访核实")
    one.press(one.page.locator("[data-testid=stMain] button[kind^=primary]").first)


ACTIONS: dict[str, Callable[[Visitor], None]] = {"dossier-person": _with_a_reason}


def _write(path: Path, picture: bytes) -> Path:
    """The picture with few colours: the most that stay under the size."""
    image = Image.open(BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        image.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)
        if path.stat().st_size <= LARGEST_BYTES:
            break
    return path


def main() -> None:
    """Write docs/screens anew, saying each picture's size."""
    path = chromium()
    if path is None:
        sys.exit("No Chromium on this machine; on Debian: apt-get install chromium fonts-noto-cjk")
    for picture in draw(path, FOLDER):
        print(f"{picture.name}\t{picture.stat().st_size // 1000} KB", flush=True)


if __name__ == "__main__":
    main()
