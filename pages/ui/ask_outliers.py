"""What 离群 asks of analytics, kept per snapshot, reference, viewer, filters and language."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import streamlit as st

from analytics.engine import Engine
from analytics.filters import Filters
from analytics.outliers import listing
from analytics.payments import Page
from analytics.viewer import Viewer
from pages.ui.words import chosen

Key = tuple[str, str, str]


def page(viewer: Viewer, engine: Engine, filters: Filters, sort: str, number: int, score: Decimal) -> Page:
    """One page of the ranking."""
    return _page(_key(engine), viewer, filters, sort, number, score, engine)


def strangest(viewer: Viewer, engine: Engine, filters: Filters, score: Decimal, most: int) -> pa.Table:
    """The first rows of the ranking, for the chart."""
    return _strangest(_key(engine), viewer, filters, score, most, engine)


def beside(viewer: Viewer, engine: Engine, household: int, programme: int, year: int) -> pa.Table:
    """One row among its peers."""
    return _beside(_key(engine), viewer, household, programme, year, engine)


def _key(engine: Engine) -> Key:
    return engine.snapshot.id, engine.reference.version, chosen()


@st.cache_data(show_spinner=False, max_entries=100)
def _page(what: Key, viewer: Viewer, filters: Filters, sort: str, number: int, score: Decimal, _engine: Engine) -> Page:
    return listing.page(viewer, _engine, filters, sort, number, min_score=score)


@st.cache_data(show_spinner=False, max_entries=50)
def _strangest(what: Key, viewer: Viewer, filters: Filters, score: Decimal, most: int, _engine: Engine) -> pa.Table:
    return listing.listed(viewer, _engine, filters, limit=most, min_score=score)


@st.cache_data(show_spinner=False, max_entries=50)
def _beside(what: Key, viewer: Viewer, household: int, programme: int, year: int, _engine: Engine) -> pa.Table:
    return listing.beside(viewer, _engine, household, programme, year)
