"""Streamlit's page shell in Chinese: language, title, the server's root and a word for browsers without scripts."""

from __future__ import annotations

from functools import cache

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import BaseRoute, Route

from pages.server.headers import index_html
from pages.ui.menu import url_paths

REWRITES = {
    '<html lang="en">': '<html lang="zh-CN">',
    "<title>Streamlit</title>": '<title>清账</title><script src="./assets/base.js"></script>',
    "You need to enable JavaScript to run this app.": "请在浏览器中启用 JavaScript。",
}


@cache
def shell_html() -> str:
    """The installed shell with the rewrites done."""
    html = index_html()
    for old, new in REWRITES.items():
        html = html.replace(old, new)
    return html


async def shell(_request: Request) -> HTMLResponse:
    return HTMLResponse(shell_html(), headers={"Cache-Control": "no-cache"})


async def home(request: Request) -> RedirectResponse:
    """The first page lives at "/"; so does whoever asks for a page that is not there."""
    return RedirectResponse("/" + (f"?{request.url.query}" if request.url.query else ""), 303)


class PageName(Convertor[str]):
    """One segment without a dot: an address of a page, not a file of Streamlit's."""

    regex = "[^/.]+"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def shell_routes() -> list[BaseRoute]:
    """One route per page of the menu, the first at "/"."""
    register_url_convertor("page", PageName())
    return [
        Route("/", shell),
        *(Route(f"/{path}", shell) for path in url_paths()[1:]),
        Route("/{unknown:page}", home),
    ]
