"""Communities, barriers and checks for tests of faces."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.faces.barriers import Barriers
from grid_manager_plugin.division.faces.faces import Faces, FaceSettings, make_faces
from grid_manager_plugin.division.faces.kept import KeepWhole
from grid_manager_plugin.division.segments import segment_table, tiles_exactly
from grid_manager_plugin.rules.geodesy import Measure

SAMPLES = Path(__file__).parents[2] / "samples"

PLACES = {
    "EPSG:4547": (np.array([500_000.0, 2_500_000.0]), np.ones(2)),
    # Gauss-Kruger with the zone's number before the easting: floats near 4e7 are 7e-9 apart
    "EPSG:4527": (np.array([39_500_000.0, 4_400_000.0]), np.ones(2)),
    "EPSG:4326": (np.array([24.94, 60.17]), np.array([1 / 55_500.0, 1 / 111_400.0])),
    "EPSG:2232": (np.array([3_140_000.0, 1_690_000.0]), np.full(2, 1 / 0.3048006096)),
}
"""A corner of the ground and the units of one metre there, by CRS: cases are written in metres near the origin."""

PLAIN = FaceSettings(extend=0, smallest=0, narrowest=0)


def placed(geometries: Sequence[BaseGeometry | None] | np.ndarray, crs: str = "EPSG:4547") -> np.ndarray:
    """Return geometries given in metres where a CRS has its ground."""
    corner, unit = PLACES[crs]
    found = np.empty(len(geometries), dtype=object)
    found[:] = list(geometries)
    return shapely.transform(found, lambda xy: corner + xy * unit)


def barriers(
    lines: Sequence[BaseGeometry | None] | np.ndarray,
    factor: Sequence[float] | float = 0.2,
    hard: Sequence[bool] | bool = False,
    crs: str = "EPSG:4547",
) -> Barriers:
    """Return barriers given in metres, with feature ids from 1."""
    count = len(lines)
    return Barriers(
        placed(lines, crs),
        np.broadcast_to(np.asarray(factor, dtype=float), count).copy(),
        np.broadcast_to(np.asarray(hard, dtype=bool), count).copy(),
        np.arange(1, count + 1),
    )


def kept(
    polygons: Sequence[BaseGeometry | None], dedicated: Sequence[bool] | bool = False, crs: str = "EPSG:4547"
) -> KeepWhole:
    """Return polygons to keep whole given in metres, with feature ids from 1."""
    count = len(polygons)
    return KeepWhole(
        placed(polygons, crs), np.arange(1, count + 1), np.broadcast_to(np.asarray(dedicated, dtype=bool), count).copy()
    )


def faces(
    ground: BaseGeometry,
    drawn: Barriers,
    whole: KeepWhole | None = None,
    settings: FaceSettings = PLAIN,
    crs: str = "EPSG:4547",
) -> Faces:
    """Return the faces of a community given in metres, after a look at whether they tile it."""
    there = placed([ground], crs)[0]
    found = make_faces(there, drawn, Measure.from_crs(crs), whole, settings, "A")
    assert_tiles(there, found.geometry, crs)
    return found


def assert_tiles(ground: BaseGeometry, geometry: np.ndarray, crs: str) -> None:
    """Faces are valid, share their edges vertex for vertex, and end where the community does, with its vertices."""
    assert shapely.is_valid(geometry).all()
    assert (shapely.get_type_id(geometry) == shapely.GeometryType.POLYGON).all()
    outline = shapely.coverage_union_all(geometry)
    assert tiles_exactly(geometry, outline)
    own = set(map(tuple, shapely.get_coordinates(ground).tolist()))
    nodes = shapely.get_coordinates(outline)
    is_own = np.array([tuple(node) in own for node in nodes.tolist()])
    # without what was put into its edge, the outline is the community to the last bit
    bare = shapely.normalize(_without(outline, own))
    whole = shapely.normalize(shapely.multipolygons(shapely.get_parts(ground)))
    assert shapely.equals_exact(bare, whole, 0.0)
    units = PLACES[crs][1]
    added = shapely.points((nodes[~is_own] - PLACES[crs][0]) / units)
    edge = shapely.boundary(shapely.transform(ground, lambda xy: (xy - PLACES[crs][0]) / units))
    assert (shapely.distance(added, edge) < 1e-7).all()


def _without(outline: BaseGeometry, own: set[tuple[float, ...]]) -> BaseGeometry:
    """Return polygons with their own vertices only."""
    polygons = []
    for polygon in shapely.get_parts(outline):
        rings = [[xy for xy in ring.coords if xy in own] for ring in (polygon.exterior, *polygon.interiors)]
        polygons.append(shapely.Polygon(rings[0], rings[1:]))
    return shapely.MultiPolygon(polygons)


def square_metres(found: Faces, crs: str = "EPSG:4547") -> list[float]:
    """Return the areas of faces in the plane of the case, sorted."""
    return sorted((shapely.area(found.geometry) / PLACES[crs][1].prod()).round(3).tolist())


def borders(found: Faces) -> dict[tuple[int, int], list[tuple[float, bool, float]]]:
    """Return for each pair of faces the factor, hardness and metres of the lines between them, sorted."""
    table = segment_table(found.geometry)
    along = found.borders.along(table)
    between: dict[tuple[int, int], dict[tuple[float, bool], float]] = {}
    for i in np.flatnonzero(table.inner()):
        pair = tuple(sorted((int(table.left[i]), int(table.right[i]))))
        kind = (float(along.factor[i]), bool(along.hard[i]))
        metres = float(np.hypot(*np.subtract(*table.nodes[table.ends[i]])))
        between.setdefault(pair, {})[kind] = between.get(pair, {}).get(kind, 0.0) + metres
    return {
        pair: sorted((factor, hard, round(metres, 3)) for (factor, hard), metres in kinds.items())
        for pair, kinds in between.items()
    }


@lru_cache(maxsize=2)
def helsinki(layer: str) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return geometries and attributes of a layer of Helsinki's sample: ``streets`` or ``buildings``."""
    path = (SAMPLES / f"helsinki_{layer}.gpkg").as_uri() + "?mode=ro&immutable=1"
    names = ("highway", "railway", "waterway") if layer == "streets" else ("building",)
    with closing(sqlite3.connect(path, uri=True)) as file:
        rows = file.execute(f"SELECT geom, {', '.join(names)} FROM helsinki_{layer} ORDER BY fid").fetchall()
    envelopes = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
    shapes = shapely.from_wkb([row[0][8 + envelopes[row[0][3] >> 1 & 7] :] for row in rows])
    return shapes, {name: np.array([row[i + 1] for row in rows], dtype=object) for i, name in enumerate(names)}
