"""The sign-in page: plain HTML, since a Streamlit page can set no cookie. POST opens or ends a session."""

from __future__ import annotations

import hmac
import secrets
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from analytics.records.accounts.sessions import live_session, sign_in, sign_out
from analytics.settings import settings
from analytics.words import Refused, _, language, use_language
from analytics.workbench.shelf import sweep
from pages.server.liveness import COOKIE, LIVENESS

FORM_COOKIE = "qz_form"
LONGEST_FIELD = 200


async def show(request: Request) -> Response:
    """GET /sign-in: the form; somebody already signed in goes straight on."""
    _speak(request)
    wanted = local_path(request.query_params.get("next", ""))
    session = request.state.session  # as the gate last saw it: up to a second old, so ask again
    if session and await to_thread.run_sync(live_session, session):
        return RedirectResponse(wanted, 303)
    return _form(request, wanted)


async def enter(request: Request) -> Response:
    """POST /sign-in: set the session's cookie and go on, or show the form again with one sentence."""
    _speak(request)
    form = await request.form(max_files=0, max_fields=8)
    fields = {name: str(form.get(name, ""))[:LONGEST_FIELD] for name in ("name", "password", "next", "form")}
    wanted = local_path(fields["next"])
    if not _ours(request, fields["form"]):
        return _form(request, wanted, _("这个登录页已过期,未登录。请再填一次。"), 403)
    try:
        opened = await to_thread.run_sync(sign_in, fields["name"], fields["password"])
    except Refused as refusal:
        return _form(request, wanted, str(refusal), 401, fields["name"])
    await _end_session(request)
    answer = RedirectResponse(wanted, 303)
    _set_cookie(request, answer, COOKIE, opened.token, settings().session_hours * 3600)
    answer.delete_cookie(FORM_COOKIE, path="/sign-in")
    return answer


async def leave(request: Request) -> Response:
    """POST /sign-out: end the session, forget the cookie, show the sign-in."""
    if not _same_origin(request):
        return PlainTextResponse("", 403)
    await _end_session(request)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def local_path(wanted: str) -> str:
    """`wanted` if it is a page of this server, else "/": nobody is led elsewhere by a link to the sign-in."""
    parts = urlsplit(wanted) if wanted.isprintable() and "\\" not in wanted else None
    ours = parts and not parts.scheme and not parts.netloc and parts.path.startswith("/")
    return wanted if ours and not wanted.startswith(("//", "/sign-", "/export/")) else "/"


async def _end_session(request: Request) -> None:
    if request.state.session:
        await to_thread.run_sync(sign_out, request.state.session)
        await to_thread.run_sync(sweep, settings().store)
        LIVENESS.forget(request.cookies.get(COOKIE, ""))


def _form(request: Request, wanted: str, error: str = "", status: int = 200, name: str = "") -> Response:
    """The page with a fresh form token, held in a cookie and in the form (double submit)."""
    token = secrets.token_urlsafe(24)
    page = _templates().get_template("sign_in.html")
    words = {"_": _, "language": {"zh": "zh-CN"}.get(language(), language())}
    html = page.render(
        words | {"token": token, "next": wanted, "error": error, "name": name, "training": settings().training}
    )
    answer = HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
    _set_cookie(request, answer, FORM_COOKIE, token, 3600, path="/sign-in")
    return answer


def _ours(request: Request, token: str) -> bool:
    known = request.cookies.get(FORM_COOKIE, "")
    return bool(token) and hmac.compare_digest(known.encode(), token.encode()) and _same_origin(request)


def _same_origin(request: Request) -> bool:
    """Whether a browser that names the page it posts from names one of ours."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _set_cookie(request: Request, answer: Response, name: str, value: str, seconds: int, path: str = "/") -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, path=path, httponly=True, samesite="strict", secure=secure)


def _speak(request: Request) -> None:
    """English for a browser that asks for English first, Chinese otherwise."""
    first = request.headers.get("accept-language", "").split(",")[0]
    use_language("en" if first.lower().startswith("en") else "zh")


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True)
