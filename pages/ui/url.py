"""The address bar holds the view: every filter, sort and page lives in st.query_params and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st


def get(name: str, default: str = "") -> str:
    """The value of one parameter as it stands in the address."""
    return st.query_params.get(name, default)


def put(**values: str | int | None) -> None:
    """Set or, with None or '', remove parameters; anything but turning a page goes back to page one."""
    if "page" not in values:
        values["page"] = None
    for name, value in values.items():
        if value in (None, ""):
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = str(value)


def follow(
    key: str, name: str, told: Callable[[Any], str | int | None] = lambda value: value, **also: str | int | None
) -> Callable[[], None]:
    """The callback of a widget whose value a parameter follows, as `told` puts it; `also`: parameters set with it.

    A widget that is not there (any more), as in a frame no browser sends, changes nothing.
    """

    def callback() -> None:
        if key in st.session_state:
            put(**{name: told(st.session_state[key])}, **also)

    return callback


def page_number() -> int:
    """The page of the list, from 1; whatever else stands there counts as 1."""
    text = get("page", "1")
    return max(1, int(text)) if text.isdigit() else 1
