"""Whether a cookie's session lives, asked of the database at most once a second per session."""

from __future__ import annotations

import time
from http.cookies import CookieError, SimpleCookie

from anyio import to_thread
from starlette.types import Scope

from analytics.records.accounts.sessions import session_of_token, touch
from pages.server import cookies

COOKIE = cookies.SESSION
CACHE_SECONDS = 1.0
TOUCH_SECONDS = 20.0
MOST_CACHED = 10_000


def cookie_token(scope: Scope) -> str | None:
    """The session cookie's value in an ASGI scope, or None."""
    for name, value in scope["headers"]:
        if name == b"cookie" and (token := _morsel(value.decode("latin-1"))):
            return token
    return None


def _morsel(header: str) -> str | None:
    try:
        morsel = SimpleCookie(header).get(cookies.name_of(COOKIE))
    except CookieError:
        return None
    return morsel.value if morsel else None


class Liveness:
    """Answers `session_id`; a revoked session is noticed within CACHE_SECONDS."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, str | None]] = {}
        self._touched: dict[str, float] = {}

    async def session_id(self, token: str | None) -> str | None:
        """The id of the live session this token opens, or None."""
        if not token:
            return None
        until, session = self._known.get(token, (0.0, None))
        if until < time.monotonic():
            session = await to_thread.run_sync(_ask, token)
            self._remember(token, session)
        return session

    async def person_acted(self, session: str) -> None:
        """Begin the session's idle time anew (passed on at most every TOUCH_SECONDS)."""
        moment = time.monotonic()
        if moment - self._touched.get(session, -TOUCH_SECONDS) >= TOUCH_SECONDS:
            _bound(self._touched)
            self._touched[session] = moment
            await to_thread.run_sync(touch, session)

    def forget(self, token: str) -> None:
        """Ask the database anew the next time (after a sign-out on this server)."""
        self._known.pop(token, None)

    def _remember(self, token: str, session: str | None) -> None:
        _bound(self._known)
        self._known[token] = (time.monotonic() + CACHE_SECONDS, session)


def _ask(token: str) -> str | None:
    session = session_of_token(token)
    return session.id if session else None


def _bound(cache: dict[str, object] | dict[str, float] | dict[str, tuple[float, str | None]]) -> None:
    """Made-up cookies must not fill the memory: start over rather than keep an order."""
    if len(cache) >= MOST_CACHED:
        cache.clear()


LIVENESS = Liveness()
