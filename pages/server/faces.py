"""What each face's server answers: the office and the field their pages behind the gate, the public its one page."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.server import exports_route, geo, health, oidc_route, shell, sign_in, steps
from pages.server.gate import Gate
from pages.server.headers import SecurityHeaders
from pages.server.liveness import LIVENESS
from pages.server.perimeter import Perimeter

HERE = Path(__file__).parent
# All that the public's server answers; nothing of Streamlit's is behind it.
PUBLIC_PATHS = frozenset({"/", "/health", "/favicon.png", "/assets/sign_in.css"})


def routes(face: str) -> list[BaseRoute]:
    """The routes of ours, besides Streamlit's own."""
    common: list[BaseRoute] = [
        Route("/health", health.health if face != "public" else health.alive),
        Route("/favicon.png", lambda _request: FileResponse(HERE / "assets" / "icon.png")),
        Mount("/assets", StaticFiles(directory=HERE / "assets")),
    ]
    if face == "public":
        return [Route("/", notice), *common]
    return [
        Route("/sign-in", sign_in.show, methods=["GET"]),
        Route("/sign-in", sign_in.enter, methods=["POST"]),
        Route("/sign-in/oidc", oidc_route.start),
        Route("/sign-in/oidc/callback", oidc_route.callback),
        *(Route(path, step, methods=["GET", "POST"]) for path, step in steps.ROUTES.items()),
        Route("/sign-out", sign_in.leave, methods=["POST"]),
        Route("/export/{serial}", exports_route.export),
        Route("/geo/{anything:path}", geo.geo),
        *common,
        *shell.shell_routes(),
    ]


def middleware(face: str) -> list[Middleware]:
    """What every request passes, outermost first."""
    inner = Middleware(PublicOnly) if face == "public" else Middleware(Gate, liveness=LIVENESS)
    return [Middleware(SecurityHeaders), Middleware(Perimeter), inner]


async def notice(_request: Request) -> HTMLResponse:
    """What villagers find before anything was published."""
    return HTMLResponse((HERE / "templates" / "public.html").read_text("utf-8"))


class PublicOnly:
    """ASGI middleware: nothing but the public's own addresses is answered, no websocket at all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or (scope["type"] == "http" and scope["path"] in PUBLIC_PATHS):
            return await self._app(scope, receive, send)
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        return await PlainTextResponse("没有这个页面。", 404)(scope, receive, send)
