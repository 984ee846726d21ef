"""A choice made in a table or chart is taken once: the widget then gets a fresh key and forgets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def fresh_key(key: str) -> str:
    """The widget key to use for `key` in this rerun."""
    return f"{key}#{st.session_state.get(_counter(key), 0)}"


def forget(key: str) -> None:
    """Let the widget (or form) of `key` start afresh in the next rerun, without what was put into it."""
    st.session_state[_counter(key)] = st.session_state.get(_counter(key), 0) + 1


def once(key: str, act: Callable[[Any], None]) -> Callable[[], None]:
    """A widget callback that hands the widget's state to `act` and lets the widget forget it."""

    def callback() -> None:
        state = st.session_state.get(fresh_key(key))
        forget(key)
        act(state)

    return callback


def _counter(key: str) -> str:
    return f"fresh:{key}"
