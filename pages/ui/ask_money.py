"""What pages ask of analytics about money, each answer kept per snapshot, run, viewer, question and language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from analytics.engine import Engine
from analytics.rules import Run
from analytics.viewer import Viewer
from pages.ui.words import chosen

T = TypeVar("T")


def kept(ask: Callable[..., T], viewer: Viewer, engine: Engine, *asked: object, **options: object) -> T:
    """ask(viewer, engine, *asked, **options), answered once; a run among `asked` counts by its id."""
    about = (f"{ask.__module__}.{ask.__name__}", str(engine.snapshot.path), engine.reference.version, chosen())
    arguments = [value.key if isinstance(value, Run) else value for value in asked]
    named = {name: value.key if isinstance(value, Run) else value for name, value in options.items()}
    answer: T = _answer(about, viewer, arguments, named, lambda: ask(viewer, engine, *asked, **options))
    return answer


@st.cache_data(show_spinner=False, max_entries=500)
def _answer(
    about: tuple[str, ...], viewer: Viewer, asked: list[object], options: dict[str, object], _ask: Callable[[], Any]
) -> Any:
    return _ask()
