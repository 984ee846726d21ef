"""Rings turn the way the map's projection wants them, whichever way they came."""

import json

import pytest

from analytics.drilldown.shapes import clockwise

LEFT = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]


@pytest.mark.parametrize("outer", [LEFT, LEFT[::-1]])
@pytest.mark.parametrize("hole", [HOLE, HOLE[::-1]])
def test_outer_rings_turn_right_and_holes_left(outer: list[list[int]], hole: list[list[int]]) -> None:
    assert clockwise({"type": "Polygon", "coordinates": [outer, hole]})["coordinates"] == [LEFT[::-1], HOLE]


def test_several_polygons_stay_several() -> None:
    turned = clockwise({"type": "MultiPolygon", "coordinates": [[LEFT], [LEFT[::-1]]]})
    assert turned == json.loads(json.dumps({"type": "MultiPolygon", "coordinates": [[LEFT[::-1]], [LEFT[::-1]]]}))
