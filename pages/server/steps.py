"""The forms after the password: a code, a password of one's own, the second step. Plain HTML, as nothing secret
should pass through a page's websocket.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

import segno
from anyio import to_thread
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from analytics.records.accounts import own, totp
from analytics.records.accounts.models import CODE, FULL, PASSWORD, TWO_STEP, LiveSession
from analytics.records.accounts.passwords import LONGEST, SHORTEST
from analytics.records.accounts.sessions import two_step_demanded
from analytics.words import Refused, _
from pages.server import forms

UNEQUAL = "两次输入的新密码不一样。密码未更改,请再填一次。"
QR_SCALE = 5

Posted = dict[str, str]
Shows = Callable[[Request, LiveSession, str, str, int], Awaitable[Response]]
Does = Callable[[Request, LiveSession, Posted, str], Awaitable[Response]]


async def code(request: Request) -> Response:
    """GET, POST /code: the second step of a sign-in."""
    return await _step(request, _show_code, _enter_code, lambda stage: stage == CODE)


async def password(request: Request) -> Response:
    """GET, POST /password: a password of one's own, at the first sign-in or whenever one likes."""
    return await _step(request, _show_password, _change_password, lambda stage: stage in (PASSWORD, FULL))


async def two_step(request: Request) -> Response:
    """GET, POST /two-step: turn the second step on or off, make new recovery codes."""
    return await _step(request, _show_two_step, _change_two_step, lambda stage: stage not in (CODE, PASSWORD))


async def _step(request: Request, show: Shows, do: Does, here: Callable[[str], bool]) -> Response:
    """Shows a form, or does what was posted; who is at another stage goes to that one's form."""
    forms.speak(request)
    session = await forms.held(request)
    if session is None:
        return forms.to_sign_in(request)
    posted = await forms.fields(request) if request.method == "POST" else {}
    wanted = forms.local_path(posted["next"]) if "next" in posted else forms.wanted_page(request)
    wanted = "/" if wanted.startswith(request.url.path) else wanted
    if not here(session.stage):
        return RedirectResponse(forms.onward(session.stage, wanted), 303)
    if request.method != "POST":
        return await show(request, session, wanted, "", 200)
    if not forms.ours(request, posted):
        return await show(request, session, wanted, _(forms.STALE), 403)
    try:
        return await do(request, session, posted, wanted)
    except Refused as refusal:
        return await show(request, session, wanted, str(refusal), 400)


async def _show_code(request: Request, session: LiveSession, wanted: str, error: str, status: int) -> Response:
    return forms.page(request, "code.html", status, next=wanted, error=error, account=session.viewer.account)


async def _enter_code(request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    opened = await to_thread.run_sync(totp.enter_code, session, posted.get("code", ""))
    return forms.carry_on(request, opened, wanted)


async def _show_password(request: Request, session: LiveSession, wanted: str, error: str, status: int) -> Response:
    values = {"first": session.stage == PASSWORD, "account": session.viewer.account}
    lengths = {"shortest": SHORTEST, "longest": LONGEST}
    return forms.page(request, "password.html", status, next=wanted, error=error, **values, **lengths)


async def _change_password(request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    new = posted.get("new", "")
    if new != posted.get("again", ""):
        raise Refused(UNEQUAL)
    opened = await to_thread.run_sync(own.change_password, session, posted.get("password", ""), new)
    return forms.carry_on(request, opened, wanted)


async def _show_two_step(request: Request, session: LiveSession, wanted: str, error: str, status: int) -> Response:
    state = await to_thread.run_sync(totp.state_of, session.viewer)
    waits = await to_thread.run_sync(totp.pending, session) if request.method == "POST" else None
    values = {"state": state, "set_up": waits, "demanded": two_step_demanded(), "owed": session.stage != FULL}
    return forms.page(
        request, "two_step.html", status, next=wanted, error=error, account=session.viewer.account,
        qr=_qr(waits.uri) if waits else "", **values,
    )  # fmt: skip


async def _change_two_step(request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    act = ACTS.get(posted.get("act", ""))
    if act is None:
        raise Refused(forms.STALE)
    return await act(request, session, posted, wanted)


async def _begin(request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    await to_thread.run_sync(totp.begin, session, posted.get("password", ""))
    return await _show_two_step(request, session, wanted, "", 200)


async def _turn_on(request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    opened, codes = await to_thread.run_sync(totp.turn_on, session, posted.get("code", ""))
    return forms.carry(request, _codes_page(request, codes, forms.onward(opened.stage, wanted)), opened)


async def _turn_off(_request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    await to_thread.run_sync(totp.turn_off, session, posted.get("password", ""))
    return RedirectResponse(wanted, 303)


async def _renew(request: Request, session: LiveSession, posted: Posted, wanted: str) -> Response:
    codes = await to_thread.run_sync(totp.renew_codes, session, posted.get("password", ""))
    return _codes_page(request, codes, wanted)


def _codes_page(request: Request, codes: list[str], onward: str) -> Response:
    return forms.page(request, "recovery.html", codes=codes, onward=onward)


def _qr(uri: str) -> Markup:
    """The address as a picture, dark on white in either look."""
    return Markup(segno.make(uri, error="m").svg_inline(scale=QR_SCALE, border=4, light="#fff", dark="#000"))


ACTS: Mapping[str, Does] = {"begin": _begin, "on": _turn_on, "off": _turn_off, "codes": _renew}
ROUTES: Mapping[str, Callable[[Request], Awaitable[Response]]] = {
    forms.FORMS[CODE]: code, forms.FORMS[PASSWORD]: password, forms.FORMS[TWO_STEP]: two_step
}  # fmt: skip
