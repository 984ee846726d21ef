"""GET /geo/…: an empty world, so that Plotly's maps draw our polygons and ask no other server for coastlines."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

LAYERS = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
EMPTY_WORLD = {
    "type": "Topology",
    "arcs": [],
    "transform": {"scale": [1, 1], "translate": [0, 0]},
    "objects": {layer: {"type": "GeometryCollection", "geometries": []} for layer in LAYERS},
}


async def geo(_request: Request) -> JSONResponse:
    return JSONResponse(EMPTY_WORLD, headers={"Cache-Control": "max-age=86400"})
