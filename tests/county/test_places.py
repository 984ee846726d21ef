"""The map: a tessellation without gap or overlap, and names that do not repeat."""

import json
from itertools import pairwise

import pytest

from analytics.county.frame import generator
from analytics.county.places import OUTLINE, make_places, tessellation


def area(ring: list[tuple[float, float]]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]))) / 2


@pytest.mark.parametrize("n", [1, 2, 7, 60, 200])
def test_cells_fill_the_outline(n: int) -> None:
    cells = tessellation(generator(1, "map"), OUTLINE, n)
    assert len(cells) == n
    assert sum(map(area, cells)) == pytest.approx(area(OUTLINE))
    assert min(map(area, cells)) > area(OUTLINE) / n / 6


def test_the_county_of_scale_1_has_60_townships_and_619_villages() -> None:
    places = make_places(2017, 1)
    assert (places.townships, places.villages) == (60, 619)
    assert len(set(places.township_titles)) == 60
    assert len(set(places.village_codes)) == 619
    assert places.township_codes[0] == "519901001"
    assert places.village_codes[0] == "519901001201"
    in_township = set(zip(places.township_of.tolist(), places.village_titles, strict=True))
    assert len(in_township) == 619


def test_villages_fill_their_township() -> None:
    places = make_places(3, 0.1)
    for key in range(1, places.townships + 1):
        inner = [json.loads(p) for p, t in zip(places.village_polygons, places.township_of, strict=True) if t == key]
        whole = area(json.loads(places.township_polygons[key - 1])["coordinates"][0])
        assert sum(area(p["coordinates"][0]) for p in inner) == pytest.approx(whole, rel=0.01)
