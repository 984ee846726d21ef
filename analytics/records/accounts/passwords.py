"""Passwords: argon2id, a length worth having, and random ones for a first start."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from analytics.words import Refused

SHORTEST = 12
# No letter or figure that is mistaken for another when read from a terminal.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def hashed(password: str) -> str:
    """The argon2id hash to keep; Refused when the password is shorter than 12 characters."""
    if len(password) < SHORTEST:
        raise Refused("密码至少要有 {shortest} 个字符。密码未更改。", shortest=SHORTEST)
    return _hasher().hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; without a hash (no such account) the same work is done in vain."""
    try:
        return _hasher().verify(password_hash or _nobody(), password) and password_hash is not None
    except VerifyMismatchError:
        return False


def random_password() -> str:
    """Four groups of five readable characters: about 99 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(4))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
