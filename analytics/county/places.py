"""Townships and villages of the county: codes, names, and a tessellation that is no real border."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np

from analytics.county import names
from analytics.county.frame import Columns, Ints, day, generator

Point = tuple[float, float]
# Degrees about (0, 0), in the open sea.
OUTLINE: list[Point] = [
    (-0.46, -0.12), (-0.34, -0.31), (-0.12, -0.38), (0.10, -0.35), (0.30, -0.37), (0.45, -0.20),
    (0.49, 0.03), (0.41, 0.22), (0.22, 0.34), (0.02, 0.30), (-0.20, 0.36), (-0.42, 0.18),
]  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Village v (key v, from 1) lies in township township_of[v - 1] (keys from 1, in order)."""

    township_of: Ints
    township_codes: list[str]
    township_titles: list[str]
    village_codes: list[str]
    village_titles: list[str]
    township_polygons: list[str]
    village_polygons: list[str]

    @property
    def townships(self) -> int:
        return len(self.township_codes)

    @property
    def villages(self) -> int:
        return len(self.village_codes)


def make_places(seed: int, scale: float) -> Places:
    """60 townships and 619 villages at scale 1; fewer, never thinner than people can live in, below it."""
    rng = generator(seed, "places")
    share = scale if scale >= 1 else scale**0.5
    townships = max(6, round(60 * share))
    villages = max(3 * townships, round(619 * share))
    township_of = np.sort(np.r_[np.arange(townships), rng.integers(0, townships, villages - townships)]) + 1
    counts = np.bincount(township_of, minlength=townships + 1)[1:]
    cells = tessellation(rng, OUTLINE, townships)
    inner = [p for cell, n in zip(cells, counts, strict=True) for p in tessellation(rng, cell, int(n))]
    codes = [f"{519_901 + i // 999}{i % 999 + 1:03d}" for i in range(townships)]
    return Places(
        township_of=township_of.astype(np.int64),
        township_codes=codes,
        township_titles=names.township_names(rng, townships),
        village_codes=[f"{code}{201 + k}" for code, n in zip(codes, counts, strict=True) for k in range(n)],
        village_titles=[title for n in counts for title in names.village_names(rng, int(n))],
        township_polygons=[_geojson(p) for p in cells],
        village_polygons=[_geojson(p) for p in inner],
    )


def tessellation(rng: np.random.Generator, outline: list[Point], n: int) -> list[list[Point]]:
    """Cut a convex outline into the n Voronoi cells of evenly strewn points: no gap, no overlap."""
    sites = _strewn(rng, outline, n)
    xy = np.array(sites)
    cells = []
    for i, site in enumerate(sites):
        cell, distance = outline, ((xy - xy[i]) ** 2).sum(axis=1)
        for j in np.argsort(distance, kind="stable")[1:]:
            if distance[j] > 4 * max((x - site[0]) ** 2 + (y - site[1]) ** 2 for x, y in cell):
                break  # no farther point can cut this cell
            cell = _nearer(cell, site, sites[j])
        cells.append(cell)
    return cells


def _strewn(rng: np.random.Generator, outline: list[Point], n: int) -> list[Point]:
    """n points inside, evenly spread (Roberts' R2 sequence from a random start)."""
    xs, ys = zip(*outline, strict=True)
    at_x, at_y = (int(v) / 10_000 for v in rng.integers(0, 10_000, 2))
    found: list[Point] = []
    while len(found) < n:
        at_x, at_y = (at_x + 0.7548776662466927) % 1, (at_y + 0.5698402909980532) % 1
        point = (min(xs) + at_x * (max(xs) - min(xs)), min(ys) + at_y * (max(ys) - min(ys)))
        if _inside(outline, point):
            found.append(point)
    return found


def _inside(outline: list[Point], p: Point) -> bool:
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    return all((bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax) > 0 for (ax, ay), (bx, by) in pairs)


def _nearer(cell: list[Point], site: Point, other: Point) -> list[Point]:
    """The part of a convex cell that is nearer to `site` than to `other`."""
    nx, ny = other[0] - site[0], other[1] - site[1]
    middle = (other[0] ** 2 - site[0] ** 2 + other[1] ** 2 - site[1] ** 2) / 2
    side = [x * nx + y * ny - middle for x, y in cell]
    kept: list[Point] = []
    for k, (a, s) in enumerate(zip(cell, side, strict=True)):
        b, t = cell[(k + 1) % len(cell)], side[(k + 1) % len(cell)]
        if s <= 0:
            kept.append(a)
        if (s < 0 < t) or (t < 0 < s):
            part = s / (s - t)
            kept.append((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))
    return kept


def _geojson(cell: list[Point]) -> str:
    ring = [[round(x, 5), round(y, 5)] for x, y in [*cell, cell[0]]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]}, separators=(",", ":"))


def township_columns(places: Places, population: Ints) -> Columns:
    """The table `township`; population per village, in order of their keys."""
    inhabitants = np.bincount(places.township_of, weights=population, minlength=places.townships + 1)[1:]
    return {
        "township": np.arange(1, places.townships + 1),
        "code": places.township_codes,
        "title": places.township_titles,
        "population": inhabitants.astype(np.int64),
        "polygon": places.township_polygons,
    }


def village_columns(places: Places, population: Ints) -> Columns:
    """The table `place`; population per village, in order of their keys."""
    return {
        "village": np.arange(1, places.villages + 1),
        "code": places.village_codes,
        "title": places.village_titles,
        "township": places.township_of,
        "population": population,
        "polygon": places.village_polygons,
    }


def change_columns(places: Places) -> Columns:
    """The table `place_change`: one village took another name before the county's first payments."""
    return {
        "township": places.township_of[-1:],
        "village": [places.villages],
        "change": ["更名"],
        "date": [day(2012, 5, 18)],
        "into_code": places.village_codes[-1:],
    }
