"""Somebody at a browser: signs in, clicks, reads. Everything the browser asks for or complains of is kept."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox, as containers have none; and nothing that Chromium would ask of its maker by itself.
SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
WIDE, NARROW = (1440, 900), (390, 844)
PATIENCE_MS = 30_000
AT_WORK = (
    "[data-testid=stApp]:not([data-test-script-state=notRunning])",
    "[data-testid=stSpinner]",
    "[data-testid=stSkeleton]",
)
CHARTS_DRAWN = """() => [...document.querySelectorAll("[data-testid=stPlotlyChart]")]
    .every(chart => chart.querySelector(".main-svg"))"""
STILL_MS = 350  # a run that another run follows (a fragment, a widget's echo) begins within this time
INSIDE_SCHEMES = ("data:", "blob:")


def chromium() -> str | None:
    """Path of the machine's Chromium, if it has one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def browsing(path: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        yield browser
        browser.close()


class Visitor:
    """One browser profile with one tab on the server at `host`; `asked` and `complaints` grow as it works."""

    def __init__(self, browser: Browser, host: str, size: tuple[int, int] = WIDE) -> None:
        self.host = host
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self._context = _profile(browser, size)
        self._context.on("request", lambda request: self.asked.append(request.url))
        self._context.on("console", self._heard)
        self.page = self._context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", lambda socket: self.asked.append(socket.url))

    def _heard(self, said: ConsoleMessage) -> None:
        """Errors; a violated content policy is one."""
        if said.type == "error":
            self.complaints.append(f"{said.text} ({said.location['url']})")

    def close(self) -> None:
        self._context.close()

    def foreign(self) -> list[str]:
        """What was asked of another place than the server."""
        return [url for url in self.asked if urlsplit(url).netloc != self.host and not url.startswith(INSIDE_SCHEMES)]

    def sign_in(self, name: str, password: str) -> None:
        self.page.goto(f"http://{self.host}/sign-in")
        self.page.locator("input[name=name]").fill(name)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form button").click()
        self.settle()

    def resize(self, size: tuple[int, int]) -> None:
        """Another width and height, until what is drawn has come to rest."""
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.settle()

    def open(self, path: str) -> None:
        self.page.goto(f"http://{self.host}/{path}")
        self.settle()

    def settle(self) -> None:
        """Until the script has run and drawn, and no further run follows."""
        self.page.wait_for_selector("[data-testid=stApp]")
        for _again in range(2):
            self.page.wait_for_timeout(STILL_MS)
            for sign in AT_WORK:
                expect(self.page.locator(sign)).to_have_count(0, timeout=PATIENCE_MS)
        self.page.wait_for_function(CHARTS_DRAWN)

    def press(self, target: Locator) -> None:
        target.click()
        self.settle()

    def button(self, key: str) -> Locator:
        """The button with this key in the page's code."""
        return self.page.locator(f".st-key-{key} button")

    def choose(self, label: str, option: str) -> None:
        """Pick an option of a select box."""
        self.page.get_by_role("combobox", name=label).click()
        self.press(self.page.get_by_role("option", name=option))

    def table(self, title: str) -> Locator:
        """The table of this title (its `alt`)."""
        return self.page.get_by_role("region", name=title)

    def cell(self, title: str, column: int, row: int = 0) -> str:
        """What a cell says: the grid keeps its words beside the drawing."""
        return self.table(title).locator(f"[data-testid=glide-cell-{column}-{row}]").text_content() or ""

    def open_row(self, title: str, row: int = 0, height: int = 34, head: int = 34) -> None:
        """Click a row (it is drawn on a canvas: only the place can be clicked); `height`, `head` in pixels."""
        where = {"x": 110, "y": head + row * height + 17}
        self.table(title).locator(".dvn-scroller").click(position=where)
        self.settle()

    def says(self, text: str) -> None:
        """The page shows the text."""
        expect(self.page.locator("[data-testid=stMain]")).to_contain_text(text)

    def listed(self) -> int:
        """How many rows the list says it has: 第 1–50 条,共 1,234 条."""
        caption = self.page.get_by_text(re.compile("共 [0-9,]+ 条")).first.text_content() or ""
        return number(re.findall("共 ([0-9,]+) 条", caption)[0])

    def query(self) -> dict[str, str]:
        """What the address asks for."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}


def number(text: str) -> int:
    """1,234 → 1234"""
    return int(Decimal(text.replace(",", "")))


def _profile(browser: Browser, size: tuple[int, int]) -> BrowserContext:
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, locale="zh-CN", color_scheme="light", accept_downloads=True)
    context.set_default_timeout(PATIENCE_MS)
    return context
