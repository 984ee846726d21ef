"""What every plain form shares: its page, the proof that a form is ours, where one goes next."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from analytics.records.accounts.models import CODE, FULL, PASSWORD, TWO_STEP, LiveSession
from analytics.records.accounts.sessions import NewSession, standing
from analytics.records.keys import key_for
from analytics.settings import settings
from analytics.words import _, language, use_language
from pages.server import cookies
from pages.server.liveness import LIVENESS

SIGN_IN = "/sign-in"
# What a session still owes → its form.
FORMS = {CODE: "/code", PASSWORD: "/password", TWO_STEP: "/two-step"}
STALE = "这一页已过期,未作任何更改。请再填一次。"
MOST_BYTES, MOST_FIELDS = 16_384, 12
FORM_SECONDS = 8 * 3600
DEVICE_SECONDS = 180 * 24 * 3600
OURS = ("same-origin", "none")


async def held(request: Request) -> LiveSession | None:
    """The session behind this request, also one that still owes something; asked of the database, not of a cache."""
    token = cookies.take(request, cookies.SESSION)
    return await to_thread.run_sync(standing, token) if token else None


async def fields(request: Request) -> dict[str, str]:
    """What was posted. More than a form can hold is read as nothing, which no form of ours is."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return {}
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


def ours(request: Request, posted: dict[str, str]) -> bool:
    """Whether this browser was shown this form by us: the token fits its cookie and session, and it comes from here."""
    nonce, token = cookies.take(request, cookies.FORM), posted.get("form", "")
    return bool(nonce) and hmac.compare_digest(_token(request, nonce).encode(), token.encode()) and same_origin(request)


def same_origin(request: Request) -> bool:
    """Whether a browser that names the page it posts from names one of ours."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    from_here = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    return from_here and (site is None or site in OURS)


def page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page with a form that is ours: its token goes into the form, the nonce it is made of into a cookie.

    A browser keeps its nonce from form to form, so that two tabs do not make each other stale.
    """
    nonce = cookies.take(request, cookies.FORM) or secrets.token_urlsafe(24)
    common = {
        "_": _,
        "language": {"zh": "zh-CN"}.get(language(), language()),
        "training": settings().training,
        "token": _token(request, nonce),
        "error": "",
        "next": "/",
    }
    html = _templates().get_template(template).render(common | values)
    answer = HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
    cookies.put(answer, cookies.FORM, nonce, FORM_SECONDS)
    return answer


def carry_on(request: Request, opened: NewSession, wanted: str) -> Response:
    """On to what the session owes next, or to the page that was wanted."""
    return carry(request, RedirectResponse(onward(opened.stage, wanted), 303), opened)


def carry(request: Request, answer: Response, opened: NewSession) -> Response:
    """The answer with the cookies of a session just opened or renewed."""
    LIVENESS.forget(cookies.take(request, cookies.SESSION))
    cookies.put(answer, cookies.SESSION, opened.token, settings().session_hours * 3600)
    if opened.device:
        cookies.put(answer, cookies.DEVICE, opened.device, DEVICE_SECONDS)
    return answer


def onward(stage: str, wanted: str) -> str:
    """The address of what comes next."""
    return wanted if stage == FULL else with_next(FORMS[stage], wanted)


def to_sign_in(request: Request) -> Response:
    """Nobody is signed in: there, and then back here."""
    return RedirectResponse(with_next(SIGN_IN, request.url.path), 303)


def with_next(path: str, wanted: str) -> str:
    return path if wanted == "/" else f"{path}?{urlencode({'next': wanted})}"


def wanted_page(request: Request) -> str:
    """Where one wants to go: as the address says, else the page of ours one comes from."""
    if named := request.query_params.get("next", ""):
        return local_path(named)
    came = urlsplit(request.headers.get("referer", ""))
    return local_path(came._replace(scheme="", netloc="").geturl()) if came.netloc == request.url.netloc else "/"


def local_path(wanted: str) -> str:
    """`wanted` if it is a page of this server, else "/": nobody is led elsewhere by a link to the sign-in."""
    parts = urlsplit(wanted) if wanted.isprintable() and "\\" not in wanted else None
    here = parts and not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return wanted if here and not wanted.startswith(("//", "/sign-", "/export/", FORMS[CODE])) else "/"


def speak(request: Request) -> None:
    """English for a browser that asks for English first, Chinese otherwise."""
    first = request.headers.get("accept-language", "").split(",")[0]
    use_language("en" if first.lower().startswith("en") else "zh")


def _token(request: Request, nonce: str) -> str:
    """Made of the cookie's nonce and, once signed in, of the session: a planted cookie proves nothing there."""
    session = "" if request.url.path == SIGN_IN else cookies.take(request, cookies.SESSION)
    return hmac.new(key_for("forms"), f"{nonce}\0{session}".encode(), hashlib.sha256).hexdigest()


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
