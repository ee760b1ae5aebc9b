"""Buildings for tests: real ones of Helsinki (OpenStreetMap, see tests/data/README.md), and hand-made ones."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely

from grid_manager_plugin.division.cells.refining import Places
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.rules.geodesy import Measure

DEGREES = Measure.from_crs("EPSG:4326")
GAUSS_KRUEGER = Measure.from_crs("EPSG:4527")
"""CGCS2000, 3-degree zone 39, whose number stands before the eastings."""


def array(*geometries: shapely.Geometry) -> np.ndarray:
    found = np.empty(len(geometries), dtype=object)
    found[:] = geometries
    return found


NOTHING = array()
NOBODY = Places(np.empty((0, 2)), np.empty(0))


def square(width: float, height: float, east: float = 39_500_000.0, north: float = 3_460_000.0) -> shapely.Polygon:
    """Return a rectangle in metres of :data:`GAUSS_KRUEGER`, on its central meridian where lengths are true."""
    return shapely.box(east, north, east + width, north + height)


@lru_cache(maxsize=1)
def helsinki() -> tuple[shapely.Polygon, np.ndarray]:
    """Return a community of central Helsinki and its buildings, in degrees."""
    path = Path(__file__).parents[1] / "data" / "helsinki_buildings.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    buildings = array(*(shapely.geometry.shape(feature["geometry"]) for feature in features))
    return shapely.box(24.9395, 60.1700, 24.9500, 60.1768), buildings


def residents(buildings: np.ndarray) -> Places:
    """Return people at a point of each building, as many as it has ground."""
    points = shapely.get_coordinates(shapely.point_on_surface(buildings))
    return Places(points, np.round(shapely.area(buildings) * 1e9))


def cut(polygons: np.ndarray, buildings: np.ndarray) -> int:
    """Return how many buildings a border between polygons runs through."""
    table = segment_table(polygons)
    lines = shapely.linestrings(table.nodes[table.ends[table.inner()]])
    line, building = shapely.STRtree(buildings).query(lines, predicate="intersects")
    return len(np.unique(building[shapely.relate_pattern(lines[line], buildings[building], "T********")]))


def matched(polygons: np.ndarray, ground: np.ndarray) -> bool:
    """Tell whether polygons tile the ground exactly: valid, each inner segment twice, no vertex of the ground lost."""
    table = segment_table(polygons)
    nodes = {tuple(xy) for xy in table.nodes.tolist()}
    kept = all(tuple(xy) in nodes for xy in shapely.get_coordinates(ground).tolist())
    whole = shapely.area(ground).sum()
    size = abs(shapely.area(polygons).sum() - whole) <= 1e-9 * whole
    outline = segment_table(ground)
    outer = table.nodes[table.ends[~table.inner()]]
    length = np.hypot(*(outer[:, 1] - outer[:, 0]).T).sum()
    given = outline.nodes[outline.ends[~outline.inner()]]
    edge = abs(length - np.hypot(*(given[:, 1] - given[:, 0]).T).sum()) <= 1e-9 * length
    return bool(kept and size and edge and shapely.is_valid(polygons).all())
