"""Maps of townships and villages; where no polygons are known, bars in their place."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics import drilldown
from analytics.engine import Engine
from analytics.viewer import Viewer
from pages.ui import charts
from pages.ui.ask_money import kept

MOST_BARS = 30


def shapes(viewer: Viewer, engine: Engine, unit: str, under: str = "") -> dict[str, Any]:
    """The polygons of a unit's kind as GeoJSON; no features where the snapshot has none."""
    return kept(drilldown.shapes, viewer, engine, unit, under)


def draw(
    key: str,
    rows: pd.DataFrame,
    geojson: dict[str, Any],
    *,
    value: str,
    exact: str,
    title: str,
    unit: str,
    pick: charts.Pick,
) -> None:
    """`rows` (code, title, `value`, and `exact` in words) as a map to click on, or as bars of the largest."""
    drawn = rows[(rows["code"] != "") & rows[value].notna()]
    common: dict[str, Any] = {"value": value, "exact": exact, "unit": unit, "title": title, "pick": pick}
    if geojson["features"]:
        charts.area_map(key, drawn, geojson, code="code", label="title", **common)
        return
    largest = drawn.sort_values(value, ascending=False).head(MOST_BARS)
    charts.bars(key, largest, code="code", label="title", height=60 + 24 * len(largest), **common)
