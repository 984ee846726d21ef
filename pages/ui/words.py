"""The catalogue of words as pages speak it: in the language this browser session chose."""

from __future__ import annotations

import streamlit as st

from analytics import words
from analytics.words import LANGUAGES, use_language

KEY = "language"
NAMES = {"zh": "中文", "en": "English"}


def _(text: str) -> str:
    """`text` (Chinese, as in the source) in this session's language; also in fragments, which skip main.py."""
    speak()
    return words._(text)


def speak() -> None:
    """Let everything this script run says be in the session's language."""
    use_language(chosen())


def chosen() -> str:
    """The language picked with the switch, else the browser's."""
    return str(st.session_state.get(KEY, _browsers()))


def language_switch() -> None:
    """The switch in the sidebar."""
    st.segmented_control(
        "语言 / Language",
        LANGUAGES,
        default=_browsers(),
        format_func=NAMES.__getitem__,
        key="language_switch",
        on_change=_choose,
        label_visibility="collapsed",
    )


def _browsers() -> str:
    """English for a browser that asks for it, Chinese for every other."""
    return "en" if (st.context.locale or "").lower().startswith("en") else "zh"


def _choose() -> None:
    st.session_state[KEY] = st.session_state["language_switch"] or chosen()
