"""Streamlit's page shell in Chinese: language, title and a word for browsers without scripts."""

from __future__ import annotations

from functools import cache

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import BaseRoute, Route

from pages.server.headers import index_html
from pages.ui.menu import url_paths

REWRITES = {
    '<html lang="en">': '<html lang="zh-CN">',
    "<title>Streamlit</title>": "<title>清账</title>",
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


def shell_routes() -> list[BaseRoute]:
    """One route per page of the menu; the rest is Streamlit's."""
    return [Route("/", shell), *(Route(f"/{path}", shell) for path in url_paths())]
