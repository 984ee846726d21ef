"""Passwords: argon2id, a length worth having, and none that is guessed first. Rules of composition there are none."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from analytics.words import Refused

SHORTEST, LONGEST = 12, 128
# So much has to be left when what everybody can guess is taken away.
ENOUGH = 8
FEWEST_SIGNS = 5
# No letter or figure that is mistaken for another when read from a terminal.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
OUTSIDE = "这个账号由单位统一登录管理,在这里没有密码。未作任何更改,请到统一登录系统办理。"

_COMMON = Path(__file__).parent / "common_passwords.txt"
_OURS = ("清账", "qingzhang", "惠民")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "!@#$%^&*()",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp",
)  # fmt: skip
_RUNS = (*_ROWS, *(row[::-1] for row in _ROWS))
_SHORTEST_RUN = 4


def hashed(password: str, name: str = "") -> str:
    """The argon2id hash to keep; Refused, with the reason, for a password of `name` that would be guessed first."""
    plain = _normal(password)
    for broken, sentence in LAWS:
        if broken(plain.casefold(), name.casefold()):
            raise Refused(sentence, shortest=SHORTEST, longest=LONGEST, enough=ENOUGH)
    return _hasher().hash(plain)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password fits; without a hash (no such account) the same work is done in vain."""
    try:
        return _hasher().verify(password_hash or _nobody(), _normal(password)) and bool(password_hash)
    except VerifyMismatchError:
        return False


def rehashed(password: str, password_hash: str) -> str | None:
    """A new hash of a password just found right, if the kept one was made with older parameters."""
    return _hasher().hash(_normal(password)) if _hasher().check_needs_rehash(password_hash) else None


def random_password() -> str:
    """Four groups of five readable characters: about 99 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(5)) for _ in range(4))


def _normal(password: str) -> str:
    """One spelling for what keyboards and input methods write in several (full and half width)."""
    return unicodedata.normalize("NFKC", password)


def _named(folded: str, name: str) -> bool:
    return len(name) > 2 and name in folded and len(folded.replace(name, "")) < ENOUGH


def _ours(folded: str, _name: str) -> bool:
    left = folded
    for word in _OURS:
        left = left.replace(word, "")
    return left != folded and len(left) < ENOUGH


def _repeated(folded: str, _name: str) -> bool:
    block = (folded * 2).find(folded, 1) < len(folded)
    return block or len(set(folded)) < FEWEST_SIGNS or len(re.sub(r"(.)\1{2,}", r"\1", folded)) < ENOUGH


def _in_order(folded: str, _name: str) -> bool:
    left = _without_runs(folded)
    return left != folded and len(left) < ENOUGH


def _without_runs(text: str) -> str:
    """The text without pieces of four or more signs that follow each other in the alphabet or on the keyboard."""
    kept, at = "", 0
    while at < len(text):
        run = max(_run_at(text, at, row) for row in _RUNS)
        kept += "" if run else text[at]
        at += run or 1
    return kept


def _run_at(text: str, at: int, row: str) -> int:
    """How many signs from `at` on stand so in the row; 0 when they are too few."""
    length = _SHORTEST_RUN
    while at + length <= len(text) and text[at : at + length] in row:
        length += 1
    return length - 1 if length > _SHORTEST_RUN else 0


def _listed(folded: str, _name: str) -> bool:
    bare = "".join(sign for sign in folded if sign.isalnum())
    return folded in _common() or bare in _common()


@cache
def _common() -> frozenset[str]:
    lines = _COMMON.read_text("utf-8").splitlines()
    return frozenset(_normal(line).casefold() for line in lines if line and not line.startswith("#"))


# Each rule with what a person reads who broke it.
LAWS: tuple[tuple[Callable[[str, str], bool], str], ...] = (
    (lambda folded, _name: len(folded) < SHORTEST, "密码至少要有 {shortest} 个字符。密码未更改。"),
    (lambda folded, _name: len(folded) > LONGEST, "密码最多 {longest} 个字符。密码未更改,请换一个短些的。"),
    (_listed, "这是常见的密码,会被最先猜到。密码未更改,请换一句只有自己知道的话。"),
    (_named, "密码里除了账号名,剩下的不足 {enough} 个字符。密码未更改,请换一个。"),
    (_ours, "密码里除了系统的名字,剩下的不足 {enough} 个字符。密码未更改,请换一个。"),
    (_repeated, "密码由几个字符或同一段重复而成。密码未更改,请换一个。"),
    (_in_order, "密码里除了连续的字母、数字或键盘上相邻的键,剩下的不足 {enough} 个字符。密码未更改,请换一个。"),
)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
