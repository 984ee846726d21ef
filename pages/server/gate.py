"""The gate: nothing behind it answers, and no frame of a websocket runs, without a live session.

The session row is asked at every request, at every websocket's handshake and at every incoming frame (cached
one second). The session's id goes inward in a header only the gate can set; server.trustedUserHeaders ties it
to st.user, so a socket that names another's Streamlit session cannot resume it.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.records.dialects import Unreachable
from analytics.words import _
from pages.server.frames import allowed, by_a_person, empty_rerun, parsed
from pages.server.liveness import Liveness, cookie_token

# As in .streamlit/config.toml, [server] trustedUserHeaders.
HEADER = b"x-qz-session"
# Answered to everybody: the sign-in and its further steps (each looks at its session itself), their looks, Streamlit's
# public bundles, and whether the server lives.
OPEN = frozenset(
    {"/sign-in", "/sign-in/oidc", "/sign-in/oidc/callback", "/code", "/password", "/two-step", "/sign-out",
     "/health", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/manifest.json"}
)  # fmt: skip
OPEN_FOLDERS = ("/assets/", "/static/")
# Never a page somebody navigates to: signed out, these say 401 instead of leading to the sign-in.
NO_PAGES = ("/media/", "/_stcore/", "/component/", "/export/", "/geo/")
# Requests that show a person at work (an upload, a download) and so keep the session from idling out.
WORK = ("/_stcore/upload_file/", "/export/")
TRY_LATER = 1013  # a websocket's close code


class Gate:
    """ASGI middleware over the whole server."""

    def __init__(self, app: ASGIApp, liveness: Liveness) -> None:
        self._app, self._liveness = app, liveness

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handlers: dict[str, Callable[[Scope, Receive, Send], Awaitable[None]]]
        handlers = {"http": self._http, "websocket": self._websocket}
        try:
            await handlers.get(scope["type"], self._app)(scope, receive, send)
        except Unreachable as refusal:  # before anything was answered: sessions and forms are asked for first
            if scope["type"] == "websocket":
                return await send({"type": "websocket.close", "code": TRY_LATER})
            await PlainTextResponse(str(refusal), 503)(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = await self._liveness.session_id(cookie_token(scope))
        if session is None and not _open(scope["path"]):
            return await _turned_away(scope)(scope, receive, send)
        if session and scope["path"].startswith(WORK):
            await self._liveness.person_acted(session)
        return await self._app(_named(scope, session), receive, send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = cookie_token(scope)
        session = await self._liveness.session_id(token)

        async def guarded() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                if passed := await self._frame(message, token):
                    return passed

        await self._app(_named(scope, session), guarded, send)

    async def _frame(self, message: Message, token: str | None) -> Message | None:
        """The frame as it may run: itself, an empty rerun in its place, or nothing (None)."""
        frame = parsed(message.get("bytes") or b"")
        if frame is None or message.get("text") is not None:
            return message  # not Streamlit's protocol: it closes the connection
        session = await self._session_now(token)
        if session is None:
            return {**message, "bytes": empty_rerun()} if frame.WhichOneof("type") == "rerun_script" else None
        if by_a_person(frame):
            await self._liveness.person_acted(session)
        return message if allowed(frame) else None

    async def _session_now(self, token: str | None) -> str | None:
        """While the database does not answer nobody is signed in, and no page runs."""
        with suppress(Unreachable):
            return await self._liveness.session_id(token)
        return None


def _open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_FOLDERS)


def _named(scope: Scope, session: str | None) -> Scope:
    """The scope with our header in place of any the client sent.

    A signed-out socket gets a name of its own, so that it can resume nothing but itself.
    """
    name = session or f"anonymous-{secrets.token_hex(16)}"
    others = [(key, value) for key, value in scope["headers"] if key.lower() != HEADER]
    state: dict[str, Any] = {**scope.get("state", {}), "session": session}
    return {**scope, "headers": [*others, (HEADER, name.encode())], "state": state}


def _turned_away(scope: Scope) -> Response:
    if scope["method"] in ("GET", "HEAD") and not scope["path"].startswith(NO_PAGES):
        query = scope["query_string"].decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse("/sign-in" + _next(wanted), 303)
    return PlainTextResponse(_("未登录或登录已过期。请重新登录。"), 401)


def _next(wanted: str) -> str:
    return "" if wanted == "/" else "?" + urlencode({"next": wanted})
