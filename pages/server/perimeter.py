"""The outermost wall: for which hosts we answer, from which pages, by which methods, how much; the rest of what
Streamlit would serve does not exist here."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analytics.settings import settings
from analytics.words import _

LOOPBACK = ("127.0.0.1", "localhost", "::1")
# Streamlit's own, which nothing of ours uses: its sign-in (a cookie no server can end), metrics, the agent's interface,
# custom components.
CLOSED = (
    "/auth/",
    "/oauth2callback",
    "/_stcore/agent/",
    "/_stcore/metrics",
    "/component/",
    "/_stcore/bidi-components/",
)
READ = frozenset({"GET", "HEAD"})
# Where more than reading is allowed.
METHODS: dict[str, frozenset[str]] = {
    "/sign-out": frozenset({"POST"}),
    **dict.fromkeys(("/sign-in", "/code", "/password", "/two-step"), READ | {"POST"}),
}
UPLOADS, UPLOAD_METHODS = "/_stcore/upload_file/", frozenset({"PUT", "DELETE"})
LARGEST_FORM_BYTES = 16 * 1024


class Perimeter:
    """ASGI middleware over the whole server, gate included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not (_our_host(scope) and _our_page(scope)):
            return await send({"type": "websocket.close", "code": 1008})
        if scope["type"] == "http" and (refusal := _refusal(scope)):
            return await PlainTextResponse(*refusal)(scope, receive, send)
        limited = _limited(receive) if scope.get("method") == "POST" else receive
        return await self._app(scope, limited, send)


def _refusal(scope: Scope) -> tuple[str, int] | None:
    """(sentence, status) for what is not answered."""
    path, method = scope["path"], scope["method"]
    if not _our_host(scope):
        return _("这个网址不是本系统的登录地址。请使用单位公布的地址。"), 421
    if path.startswith(CLOSED):
        return _("没有这个页面。"), 404
    allowed = UPLOAD_METHODS if path.startswith(UPLOADS) else METHODS.get(path, READ)
    if method not in allowed:
        return _("不支持这样的请求。"), 405
    if method == "POST" and int(Headers(scope=scope).get("content-length") or 0) > LARGEST_FORM_BYTES:
        return _("提交的内容过大,未处理。"), 413
    return None


def _our_host(scope: Scope) -> bool:
    """Whether the request names a host of ours; the port does not matter."""
    host = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    named = [name.strip().lower() for name in settings().hosts.split(",") if name.strip()]
    return host in (named or LOOPBACK)


def _our_page(scope: Scope) -> bool:
    """Whether a browser that names the page a socket is opened from names one of ours."""
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _limited(receive: Receive) -> Receive:
    """A body no longer than a form is, also when its length was not told."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return message if taken <= LARGEST_FORM_BYTES else {"type": "http.disconnect"}

    return counted
