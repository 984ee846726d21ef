"""What the pages of rules and suspects ask of analytics, each answer kept per run, viewer, filters and language."""

from __future__ import annotations

import streamlit as st

from analytics import hit_list, suspects
from analytics.engine import Engine
from analytics.filters import Filters
from analytics.rules import Run
from analytics.suspects.listing import View
from analytics.viewer import Viewer
from pages.ui.words import chosen


def listed(
    viewer: Viewer, engine: Engine, run: Run, filters: Filters, sort: str, number: int, view: View
) -> suspects.Page:
    """One page of the list of suspects."""
    return _listed(_key(run), viewer, filters, sort, number, view, engine, run)


def totals(viewer: Viewer, engine: Engine, run: Run, filters: Filters) -> dict[View, int]:
    """How many each of the three lists holds."""
    return _totals(_key(run), viewer, filters, engine, run)


def detail(viewer: Viewer, engine: Engine, run: Run, subject: str, key: int) -> suspects.Detail | None:
    """One suspect whole."""
    return _detail(_key(run), viewer, subject, key, engine, run)


def hits(viewer: Viewer, engine: Engine, run: Run, filters: Filters, sort: str, number: int) -> suspects.Page:
    """One page of hits with their sentences."""
    return _hits(_key(run), viewer, filters, sort, number, engine, run)


def counts(viewer: Viewer, engine: Engine, run: Run, filters: Filters) -> dict[str, int]:
    """Hits per rule."""
    return _counts(_key(run), viewer, filters, engine, run)


def _key(run: Run) -> tuple[str, str]:
    return run.key, chosen()


@st.cache_data(show_spinner=False, max_entries=200)
def _listed(
    what: tuple[str, str],
    viewer: Viewer,
    filters: Filters,
    sort: str,
    number: int,
    view: View,
    _engine: Engine,
    _run: Run,
) -> suspects.Page:
    return suspects.page(viewer, _engine, _run, filters, sort, number, view=view)


@st.cache_data(show_spinner=False, max_entries=200)
def _totals(what: tuple[str, str], viewer: Viewer, filters: Filters, _engine: Engine, _run: Run) -> dict[View, int]:
    return suspects.totals(viewer, _engine, _run, filters)


@st.cache_data(show_spinner=False, max_entries=50)
def _detail(
    what: tuple[str, str], viewer: Viewer, subject: str, key: int, _engine: Engine, _run: Run
) -> suspects.Detail | None:
    return suspects.detail(viewer, _engine, _run, subject, key)


@st.cache_data(show_spinner=False, max_entries=100)
def _hits(
    what: tuple[str, str], viewer: Viewer, filters: Filters, sort: str, number: int, _engine: Engine, _run: Run
) -> suspects.Page:
    return hit_list.page(viewer, _engine, _run, filters, sort, number)


@st.cache_data(show_spinner=False, max_entries=100)
def _counts(what: tuple[str, str], viewer: Viewer, filters: Filters, _engine: Engine, _run: Run) -> dict[str, int]:
    return hit_list.counts(viewer, _engine, _run, filters)
