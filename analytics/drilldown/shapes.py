"""Polygons of townships and villages as one GeoJSON object, for maps."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from analytics.codebook import UNITS
from analytics.engine import Engine
from analytics.permissions import require
from analytics.viewer import Scope, Viewer


def shapes(viewer: Viewer, engine: Engine, unit: str, under: str = "") -> dict[str, Any]:
    """FeatureCollection of the townships, or of the villages of township `under` (its code), within the scope;
    each feature's id is the unit's code. Units without a polygon are left out, so it may be empty."""
    require(viewer, "look")
    table, above = UNITS[unit]
    inside = f"u.{above} = (SELECT {above} FROM {above} WHERE code = ?)" if under else "TRUE"
    seen = Scope(townships=viewer.scope.townships).where("u")
    sql = f"SELECT u.code, u.polygon FROM {table} AS u WHERE u.polygon IS NOT NULL AND {inside} AND {seen} ORDER BY 1"
    rows = engine.rows(sql, [under] if under else [])
    features = [
        {"type": "Feature", "id": row["code"], "properties": {}, "geometry": clockwise(json.loads(row["polygon"]))}
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}


def clockwise(geometry: dict[str, Any]) -> dict[str, Any]:
    """A Polygon or MultiPolygon with outer rings clockwise and holes the other way round.

    The map's projection takes what lies to the right of a ring for its inside: the wrong way round, a township
    would be the whole world but itself.
    """
    many = geometry["type"] == "MultiPolygon"
    polygons = geometry["coordinates"] if many else [geometry["coordinates"]]
    turned = [[_turned(ring, hole=place > 0) for place, ring in enumerate(polygon)] for polygon in polygons]
    return {"type": geometry["type"], "coordinates": turned if many else turned[0]}


def _turned(ring: list[list[float]], hole: bool) -> list[list[float]]:
    twice_area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
    return ring[::-1] if (twice_area > 0) != hole else ring
