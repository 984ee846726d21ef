"""The server: `streamlit run app.py`. Everything passes the gate; the pages are drawn by pages/main.py."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pages.server import exports_route, geo, health, oidc_route, shell, sign_in, steps
from pages.server.errors import on_script_error
from pages.server.gate import Gate
from pages.server.headers import SecurityHeaders
from pages.server.lifespan import lifespan
from pages.server.liveness import LIVENESS

HERE = Path(__file__).parent / "pages"

app = st.App(
    HERE / "main.py",
    routes=[
        Route("/sign-in", sign_in.show, methods=["GET"]),
        Route("/sign-in", sign_in.enter, methods=["POST"]),
        Route("/sign-in/oidc", oidc_route.start),
        Route("/sign-in/oidc/callback", oidc_route.callback),
        *(Route(path, step, methods=["GET", "POST"]) for path, step in steps.ROUTES.items()),
        Route("/sign-out", sign_in.leave, methods=["POST"]),
        Route("/export/{serial}", exports_route.export),
        Route("/health", health.health),
        Route("/geo/{anything:path}", geo.geo),
        Route("/favicon.png", lambda _request: FileResponse(HERE / "server" / "assets" / "icon.png")),
        Mount("/assets", StaticFiles(directory=HERE / "server" / "assets")),
        *shell.shell_routes(),
    ],
    middleware=[Middleware(SecurityHeaders), Middleware(Gate, liveness=LIVENESS)],
    lifespan=lifespan,
    on_script_error=on_script_error,
)
