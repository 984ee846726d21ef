"""The sign-in page: plain HTML, since a Streamlit page can set no cookie. POST opens or ends a session."""

from __future__ import annotations

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from analytics.faces import role_title
from analytics.records.accounts.models import FULL
from analytics.records.accounts.sessions import sign_in, sign_out
from analytics.records.accounts.training import names
from analytics.settings import settings
from analytics.words import Refused, _
from analytics.workbench.shelf import sweep
from pages.server import cookies, forms
from pages.server.forms import local_path
from pages.server.liveness import LIVENESS

EXPIRED = "这个登录页已过期,未登录。请再填一次。"
LONGEST_NAME = 80


async def show(request: Request) -> Response:
    """GET /sign-in: the form; somebody already signed in goes straight on."""
    forms.speak(request)
    wanted = forms.wanted_page(request)
    session = await forms.held(request)
    if session and not (settings().training and session.stage == FULL and "as" in request.query_params):
        return RedirectResponse(forms.onward(session.stage, wanted), 303)
    return form(request, wanted, name=request.query_params.get("as", "")[:LONGEST_NAME] if settings().training else "")


async def enter(request: Request) -> Response:
    """POST /sign-in: set the session's cookie and go on, or show the form again with one sentence."""
    forms.speak(request)
    posted = await forms.fields(request)
    wanted, name = local_path(posted.get("next", "")), posted.get("name", "")[:LONGEST_NAME]
    if not forms.ours(request, posted):
        return form(request, wanted, _(EXPIRED), 403)
    device = cookies.take(request, cookies.DEVICE)
    try:
        opened = await to_thread.run_sync(sign_in, name, posted.get("password", ""), device)
    except Refused as refusal:
        return form(request, wanted, str(refusal), 401, name)
    await end_session(request)
    return forms.carry_on(request, opened, wanted)


async def leave(request: Request) -> Response:
    """POST /sign-out: end the session, forget the cookie, show the sign-in."""
    if not forms.same_origin(request):
        return PlainTextResponse("", 403)
    await end_session(request)
    answer = RedirectResponse("/sign-in", 303)
    cookies.drop(answer, cookies.SESSION)
    return answer


def form(request: Request, wanted: str, error: str = "", status: int = 200, name: str = "") -> Response:
    """The sign-in page."""
    provider = forms.with_next("/sign-in/oidc", wanted) if settings().oidc_issuer else ""
    roles = {account: role_title(role) for account, role in names().items()} if settings().training else {}
    told = {"next": wanted, "error": error, "name": name, "provider": provider, "roles": roles}
    return forms.page(request, "sign_in.html", status, **told)


async def end_session(request: Request) -> None:
    """End the session this browser came with, if any."""
    if session := await forms.held(request):
        await to_thread.run_sync(sign_out, session.id)
        await to_thread.run_sync(sweep, settings().store)
        LIVENESS.forget(cookies.take(request, cookies.SESSION))
