"""The one catalogue of words: Chinese in the source, English in locale/en.po."""

from __future__ import annotations

import os
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALE_DIR = Path(__file__).parent / "locale"
LANGUAGES = ("zh", "en")
_language: ContextVar[str | None] = ContextVar("language", default=None)


@cache
def _catalogue(language: str) -> dict[str, str]:
    path = LOCALE_DIR / f"{language}.po"
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy}


def use_language(language: str) -> None:
    """Speak `language` ('zh' or 'en') in this context (a request, a script run, a process)."""
    _language.set(language if language in LANGUAGES else "zh")


def language() -> str:
    """The language spoken here: the one set, else QINGZHANG_LANG, else Chinese."""
    return _language.get() or os.environ.get("QINGZHANG_LANG", "zh")


def _(text: str) -> str:
    """`text` (Chinese, as in the source) in the language spoken here."""
    return _catalogue(language()).get(text, text)


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """What a person asked for cannot be done: one sentence in their language, and nothing was changed.

    `template` is Chinese with str.format fields; the values never hold an ID number, name, account or phone.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template)
        self.template, self.values = template, values

    def __str__(self) -> str:
        return _(self.template).format(**self.values)
