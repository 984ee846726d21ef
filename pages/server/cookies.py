"""Cookies, named and guarded alike: HttpOnly always; behind TLS Secure and with the prefix that browsers hold us to."""

from __future__ import annotations

from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from analytics.settings import settings

SESSION, FORM, DEVICE, PROVIDER = "qz_session", "qz_form", "qz_device", "qz_oidc"


def name_of(cookie: str, path: str = "/") -> str:
    """Its name here. Behind TLS the plain name is not read at all, so a cookie set over http opens nothing."""
    if not settings().tls:
        return cookie
    return f"__Host-{cookie}" if path == "/" else f"__Secure-{cookie}"


def put(
    answer: Response,
    cookie: str,
    value: str,
    seconds: int,
    path: str = "/",
    same_site: Literal["strict", "lax"] = "strict",
) -> None:
    """Set it."""
    answer.set_cookie(
        name_of(cookie, path),
        value,
        max_age=seconds,
        path=path,
        httponly=True,
        samesite=same_site,
        secure=settings().tls,
    )


def take(request: Request, cookie: str, path: str = "/") -> str:
    """Its value; "" when the browser sent none."""
    return request.cookies.get(name_of(cookie, path), "")


def drop(answer: Response, cookie: str, path: str = "/") -> None:
    """Have the browser forget it."""
    answer.delete_cookie(name_of(cookie, path), path=path, httponly=True, secure=settings().tls)
