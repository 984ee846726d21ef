"""Sign-in by an OpenID provider: there with a state, a nonce and a challenge; back with a code that we redeem.

What must come back unchanged waits in a sealed cookie: SameSite=Lax, since the way back is a link from another site,
to which a Strict one would not be sent; for these two addresses only, ten minutes, once.
"""

from __future__ import annotations

import hmac
import json
import logging
import time
from typing import Any

import httpx2
from anyio import to_thread
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.starlette_client import StarletteOAuth2App
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from analytics.codebook import codebook
from analytics.engine import open_engine
from analytics.records.accounts import oidc
from analytics.records.accounts.sealing import seal, unseal
from analytics.settings import settings
from analytics.snapshots import current_snapshot
from analytics.words import Refused, _
from pages.server import cookies, forms, sign_in

PATH = "/sign-in/oidc"
STATE_SECONDS = 600
TIMEOUT_SECONDS = 5.0
LEEWAY_SECONDS = 60
# Signed with a key of the provider's own; nothing signed with our shared secret, and nothing unsigned.
SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")

DOWN = "统一登录服务暂时连不上,未登录。请稍后再试,或用本地账号登录。"
INVALID = "统一登录的答复没有通过校验,未登录。请重新登录;若再次出现,请联系管理员。"
STATE_GONE = "这次统一登录已过期或不是从本页发起的,未登录。请重新登录。"
CANCELLED = "统一登录已取消,未登录。"
MISSING_UNIT = "统一登录给出的乡镇或部门不在当前数据中,未登录。请联系管理员。"

log = logging.getLogger(__name__)


async def start(request: Request) -> Response:
    """GET /sign-in/oidc: to the provider."""
    forms.speak(request)
    wanted = forms.wanted_page(request)
    try:
        provider = await _provider()
        asked = await provider.create_authorization_url(_callback(request))
    except (Refused, *_FAULTS) as fault:
        return _failed(request, wanted, fault)
    kept = {key: asked[key] for key in ("state", "nonce", "code_verifier")}
    kept |= {"next": wanted, "until": time.time() + STATE_SECONDS}
    answer = RedirectResponse(asked["url"], 303)
    sealed = seal("oidc", json.dumps(kept), PATH)
    cookies.put(answer, cookies.PROVIDER, sealed, STATE_SECONDS, path=PATH, same_site="lax")
    return answer


async def callback(request: Request) -> Response:
    """GET /sign-in/oidc/callback: back from the provider; a session, or one sentence on the sign-in page."""
    forms.speak(request)
    kept = _kept(request)
    wanted = forms.local_path(kept.get("next", "/"))
    try:
        claims = await _claims(request, kept)
        opened = await to_thread.run_sync(_sign_in, claims)
    except (Refused, *_FAULTS) as fault:
        answer = _failed(request, wanted, fault)
    else:
        await sign_in.end_session(request)
        # A page, not a redirect: on a redirect's way from another site the Strict cookie would not be sent.
        answer = forms.carry(request, forms.page(request, "go_on.html", next=wanted), opened)
    cookies.drop(answer, cookies.PROVIDER, PATH)
    return answer


async def _claims(request: Request, kept: dict[str, Any]) -> dict[str, Any]:
    """The claims of the ID token, checked; Refused or one of _FAULTS for anything that does not fit."""
    came = request.query_params
    if not kept or not hmac.compare_digest(kept["state"].encode(), came.get("state", "").encode()):
        raise Refused(STATE_GONE)
    if "error" in came:
        raise Refused(CANCELLED if came["error"] == "access_denied" else INVALID)
    provider, asked = await _provider(), settings()
    token = await provider.fetch_access_token(
        code=came.get("code", ""), redirect_uri=_callback(request), code_verifier=kept["code_verifier"]
    )
    must = {
        "iss": {"essential": True, "value": provider.server_metadata["issuer"]},
        "aud": {"essential": True, "value": asked.oidc_client_id},
    }
    found = await provider.parse_id_token(token, nonce=kept["nonce"], claims_options=must, leeway=LEEWAY_SECONDS)
    if not found:
        raise Refused(INVALID)
    return dict(found)


def _sign_in(claims: dict[str, Any]) -> oidc.NewSession:
    return oidc.sign_in_as(oidc.Subject(str(claims["iss"]), claims), oidc.claims_mapping(), _keys)


async def _provider() -> StarletteOAuth2App:
    """The provider as it describes itself now; so its new keys are known at once. Refused when it is not set up."""
    asked, mapping = settings(), oidc.claims_mapping()
    async with httpx2.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
        answer = await client.get(asked.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration")
        told = answer.raise_for_status().json()
    if told["issuer"] != asked.oidc_issuer or not all(_private(told[endpoint]) for endpoint in ENDPOINTS):
        raise Refused(INVALID)
    offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    return StarletteOAuth2App(
        None,
        client_id=asked.oidc_client_id,
        client_secret=asked.oidc_client_secret.get_secret_value(),
        client_kwargs={"scope": mapping.scopes, "code_challenge_method": "S256", "timeout": TIMEOUT_SECONDS},
        issuer=told["issuer"],
        id_token_signing_alg_values_supported=[name for name in offered if name in SIGNED_BY],
        **{endpoint: told[endpoint] for endpoint in ENDPOINTS},
    )


def _private(url: str) -> bool:
    """Whether nobody on the way can read or change it: TLS, or this very machine."""
    parts = httpx2.URL(url)
    return parts.scheme == "https" or parts.host in LOOPBACK


def _kept(request: Request) -> dict[str, Any]:
    """What was put aside at the start, if it is ours and fresh."""
    try:
        kept: dict[str, Any] = json.loads(unseal("oidc", cookies.take(request, cookies.PROVIDER, PATH), PATH))
    except (Refused, ValueError):
        return {}
    return kept if kept["until"] > time.time() else {}


def _callback(request: Request) -> str:
    """Our address as the provider knows it; the provider refuses any that is not registered with it."""
    return f"{'https' if settings().tls else 'http'}://{request.headers.get('host', '')}{PATH}/callback"


def _keys(unit: str, codes: oidc.Units) -> frozenset[int]:
    """Keys of units named by code in the present data; numbers are keys already."""
    named = [code for code in codes if isinstance(code, str)]
    if not named:
        return frozenset(code for code in codes if isinstance(code, int))
    snapshot = current_snapshot(settings().store)
    known = codebook(open_engine(snapshot)).by_code[unit] if snapshot else {}
    if any(code not in known for code in named):
        raise Refused(MISSING_UNIT)
    return frozenset(known[code].key if isinstance(code, str) else code for code in codes)


def _failed(request: Request, wanted: str, fault: Exception) -> Response:
    """The sign-in page with one sentence; the log gets the kind of fault, never what the provider sent."""
    down = isinstance(fault, httpx2.HTTPError | json.JSONDecodeError)
    if not isinstance(fault, Refused):
        log.warning("OpenID provider: %s", type(fault).__name__)
    sentence = str(fault) if isinstance(fault, Refused) else _(DOWN if down else INVALID)
    return sign_in.form(request, wanted, sentence, 502 if down else 401)


_FAULTS = (httpx2.HTTPError, httpx2.InvalidURL, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError)
