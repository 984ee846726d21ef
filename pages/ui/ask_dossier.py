"""What 查人 and 一村一档 ask of analytics, kept per snapshot, run, viewer and language."""

from __future__ import annotations

import streamlit as st

from analytics import dossier
from analytics.dossier import HouseholdFile, PersonFile, VillageFile
from analytics.engine import Engine
from analytics.rules import Run
from analytics.viewer import Viewer
from pages.ui.words import chosen

Key = tuple[str, str, str]


def person(viewer: Viewer, engine: Engine, run: Run | None, key: int) -> PersonFile:
    """一人一档; ask only after dossier.open_file."""
    return _person(_key(engine, run), viewer, key, engine, run)


def household(viewer: Viewer, engine: Engine, run: Run | None, key: int) -> HouseholdFile:
    """一户一档; ask only after dossier.open_file."""
    return _household(_key(engine, run), viewer, key, engine, run)


def village(viewer: Viewer, engine: Engine, run: Run | None, code: str) -> VillageFile:
    """一村一档."""
    return _village(_key(engine, run), viewer, code, engine, run)


def _key(engine: Engine, run: Run | None) -> Key:
    return engine.snapshot.id, str(run.path) if run else "", chosen()


@st.cache_data(show_spinner=False, max_entries=20)
def _person(what: Key, viewer: Viewer, key: int, _engine: Engine, _run: Run | None) -> PersonFile:
    return dossier.person_file(viewer, _engine, key, _run)


@st.cache_data(show_spinner=False, max_entries=20)
def _household(what: Key, viewer: Viewer, key: int, _engine: Engine, _run: Run | None) -> HouseholdFile:
    return dossier.household_file(viewer, _engine, key, _run)


@st.cache_data(show_spinner=False, max_entries=20)
def _village(what: Key, viewer: Viewer, code: str, _engine: Engine, _run: Run | None) -> VillageFile:
    return dossier.village_file(viewer, _engine, code, _run)
