"""A real OpenID provider on a loopback port, for one person at a time; `twist` says in what it is to go wrong."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "qingzhang", "a-secret-of-the-client"


class Provider:
    """Signs everybody in at once as `person`; `asked` keeps the last authorization request."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.person: dict[str, Any] = {}
        self.twist = ""
        self.asked: dict[str, str] = {}
        self._codes: dict[str, dict[str, str]] = {}
        self._key = RSAKey.generate_key(2048, {"kid": "one"})
        self._other = RSAKey.generate_key(2048, {"kid": "one"})

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._jwks),
            ]
        )

    async def _metadata(self, _request: Request) -> Response:
        if self.twist == "ill":
            return JSONResponse({}, 503)
        told = {
            "issuer": "http://localhost:1" if self.twist == "other issuer" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": "http://10.0.0.1/jwks" if self.twist == "keys in clear" else f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            "code_challenge_methods_supported": ["S256"],
        }
        return JSONResponse(told)

    async def _authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        back: dict[str, str] = {"state": self.asked["state"]}
        if self.twist == "cancelled":
            back |= {"error": "access_denied"}
        else:
            back["code"] = secrets.token_urlsafe(16)
            self._codes[back["code"]] = self.asked
        if self.twist == "state":
            back["state"] = "another-state"
        return RedirectResponse(f"{self.asked['redirect_uri']}?{urlencode(back)}", 302)

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or request.headers.get("authorization") != f"Basic {basic}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = asked["code_challenge"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not proven or asked["redirect_uri"] != form.get("redirect_uri"):
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 60}
        return JSONResponse(answer if self.twist == "no id token" else answer | {"id_token": self._id_token(asked)})

    async def _jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    def _id_token(self, asked: dict[str, str]) -> str:
        moment = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": moment, "exp": moment + 300, "nonce": asked["nonce"]}
        claims |= self.person | TWISTED.get(self.twist, {})
        if self.twist == "expired":
            claims |= {"iat": moment - 900, "exp": moment - 600}
        if self.twist == "unsigned":
            return _unsigned(claims)
        if self.twist == "signed with the secret":
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, OctKey.import_key(SECRET * 2))
        key = self._other if self.twist == "signature" else self._key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


TWISTED: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "another-nonce"},
    "audience": {"aud": "another-client"},
    "audience of another, for us": {"aud": "another-client", "azp": CLIENT},
    "token of another issuer": {"iss": "http://localhost:1"},
    "from the future": {"iat": 2**33, "exp": 2**33 + 300},
    "no subject": {"sub": None},
}


def _unsigned(claims: dict[str, Any]) -> str:
    import json

    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join([*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), ""])


@contextmanager
def providing() -> Iterator[Provider]:
    """The provider, served on localhost (another site than 127.0.0.1, where we are)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    provider = Provider(f"http://localhost:{port}")
    config = uvicorn.Config(provider.app(), host="127.0.0.1", port=port, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
