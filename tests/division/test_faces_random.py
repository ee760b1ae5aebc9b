"""Faces of random and of real streets: the tiling is exact, and the faces are those that GEOS finds."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from real_city import CRS, SIX, blocks, communities
from shapely import LineString, MultiPolygon, Polygon, box
from streets import PLACES, PLAIN, assert_tiles, barriers, faces, helsinki, kept, placed

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.faces.barrier_profile import read_profile
from grid_manager_plugin.division.faces.barriers import Barriers
from grid_manager_plugin.division.faces.borders import border_edges
from grid_manager_plugin.division.faces.faces import FaceSettings, make_faces
from grid_manager_plugin.division.faces.kept import KeepWhole
from grid_manager_plugin.division.segments import segment_table
from grid_manager_plugin.rules.geodesy import Measure

GROUNDS = {
    "square": box(0, 0, 200, 100),
    "holes": Polygon(
        [(0, 0), (90, 10), (200, 0), (190, 60), (200, 100), (120, 95), (0, 100)],
        [[(30, 30), (50, 35), (40, 60)], [(100, 20), (130, 20), (130, 21), (100, 21)]],
    ),
    "parts": MultiPolygon([box(0, 0, 80, 100), box(90, 0, 200, 45), Polygon([(90, 50), (200, 55), (150, 100)])]),
    "corner to corner": MultiPolygon([box(0, 0, 100, 50), box(100, 50, 200, 100)]),
}


def tangle(random: np.random.Generator, count: int) -> list[LineString]:
    """Return lines that cross, overlap, touch, end on one another, run along the edge, or miss by noise."""
    corners = np.array([(0, 0), (200, 0), (200, 100), (0, 100), (100, 50), (50, 50)], dtype=float)
    lines = [LineString(random.uniform(-20, 220, (int(random.integers(2, 7)), 2)) * [1, 0.55]) for _ in range(count)]
    for line in list(lines):
        xy = shapely.get_coordinates(line)
        lines.append(LineString([xy[0] + (xy[1] - xy[0]) * share for share in (0.2, 0.7)]))
        lines.append(LineString([xy[0], corners[random.integers(len(corners))]]))
        lines.append(LineString(xy + random.normal(0, 10.0 ** random.integers(-10, -2), xy.shape)))
        foot = xy[0] + (xy[1] - xy[0]) * random.random()
        lines.append(LineString([foot, foot + random.uniform(-30, 30, 2)]))
    around = corners[[0, 1, 2, 3, 0]]
    lines.append(LineString(around + random.normal(0, 1e-4, around.shape)))
    lines.append(LineString([(0, y) for y in np.sort(random.uniform(0, 100, 5))]))
    return lines


@pytest.mark.parametrize("crs", list(PLACES))
@pytest.mark.parametrize("ground", list(GROUNDS))
@pytest.mark.parametrize("seed", range(3))
def test_the_tiling_is_exact_whatever_is_drawn(seed: int, ground: str, crs: str) -> None:
    random = np.random.default_rng(seed)
    lines = tangle(random, 8)
    factor, hard = random.choice([0.05, 0.2, 0.6], len(lines)), random.random(len(lines)) < 0.1
    settings = [PLAIN, FaceSettings(15, 0, 0), FaceSettings(15, 80, 4)][seed % 3]
    found = faces(GROUNDS[ground], barriers(lines, factor, hard, crs), settings=settings, crs=crs)
    table = segment_table(found.geometry)
    assert len(found.borders.start) == table.inner().sum()
    on = found.borders.along(table)
    assert (on.factor[~table.inner()] == 1).all()
    assert not on.hard[~table.inner()].any()
    assert set(np.unique(on.factor)) <= {0.05, 0.2, 0.6, 1.0}


@pytest.mark.parametrize("ground", list(GROUNDS))
@pytest.mark.parametrize("seed", range(3))
def test_faces_are_those_of_geos(seed: int, ground: str) -> None:
    """But for those thinner than the tolerance: 1 mm."""
    random = np.random.default_rng(100 + seed)
    lines = [LineString(random.uniform(-20, 220, (4, 2)) * [1, 0.55]) for _ in range(30)]
    found = faces(GROUNDS[ground], barriers(lines))
    whole = placed([GROUNDS[ground]])[0]
    noded = shapely.union_all(np.append(placed(lines), shapely.boundary(whole)))
    theirs = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    theirs = theirs[shapely.contains(whole, shapely.point_on_surface(theirs))]
    thick = ~shapely.is_empty(shapely.buffer(theirs, -0.01))
    ours = found.geometry[~shapely.is_empty(shapely.buffer(found.geometry, -0.01))]
    assert len(ours) == thick.sum()
    order = np.argsort(shapely.area(ours)), np.argsort(shapely.area(theirs[thick]))
    assert shapely.area(ours)[order[0]] == pytest.approx(shapely.area(theirs[thick])[order[1]], abs=1e-2)


def made_communities(crs: str) -> list[Polygon]:
    """Return three communities in Helsinki, drawn across streets and along none."""
    west, south, east, north = 24.9365, 60.1655, 24.9515, 60.1775
    grounds = [
        Polygon([(west, south), (24.944, south), (24.9445, 60.171), (west - 0.0003, 60.1715)]),
        Polygon([(24.944, south), (east, 60.166), (east, 60.171), (24.9445, 60.171)]),
        Polygon([(west, 60.172), (east, 60.1712), (east - 0.001, north), (24.94, north)]),
    ]
    return [_moved(np.array([ground], dtype=object), crs)[0] for ground in grounds]


def _moved(geometries: np.ndarray, crs: str) -> np.ndarray:
    if crs == "EPSG:4326":
        return geometries
    import pyproj

    way = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    return shapely.transform(geometries, lambda xy: np.column_stack(way.transform(*xy.T)))


def streets_of_helsinki(crs: str) -> Barriers:
    lines, tags = helsinki("streets")
    factor, used = read_profile().look_up(tags)
    all_ = Barriers(_moved(lines, crs), factor, np.zeros(len(lines), dtype=bool), np.arange(len(lines)))
    return all_.take(np.flatnonzero(used))


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3067"])
@pytest.mark.parametrize("number", range(3))
def test_helsinki(number: int, crs: str) -> None:
    measure = Measure.from_crs(crs)
    ground = made_communities(crs)[number]
    houses, _ = helsinki("buildings")
    houses = _moved(houses, crs)
    whole = KeepWhole(houses, np.arange(len(houses)), np.zeros(len(houses), dtype=bool))
    found = make_faces(ground, streets_of_helsinki(crs), measure, whole, community_id="Kluuvi")
    PLACES.setdefault("EPSG:3067", (np.zeros(2), np.ones(2)))
    assert_tiles(ground, found.geometry, crs)
    area = measure.areas(found.geometry)
    width = 2 * area / measure.perimeters(found.geometry)
    assert 20 < len(found.geometry) < 120
    assert found.small == 0
    assert area.min() > 399
    # a face that was wide enough may get narrower by what it takes, but none is a sliver
    assert width.min() > 7
    graph, table = build_graph(found.geometry, np.ones(len(area)), measure)
    edges = border_edges(table, len(area), measure, found.borders.along(table))
    assert edges.pairs.tolist() == graph.edges.tolist()
    # most of the ground between faces is barrier
    assert edges.cost.sum() < 0.6 * edges.length.sum()
    lines = shapely.multilinestrings(np.stack(table.coordinates(table.inner()), axis=1))
    to_metres = 1.0 if crs == "EPSG:3067" else 1 / 111_000
    cores = shapely.buffer(shapely.make_valid(houses), -0.03 * to_metres)
    inside = shapely.intersects(cores, ground)
    assert shapely.length(shapely.intersection(cores[inside], lines)).sum() == 0


def test_helsinki_in_degrees_and_in_metres_is_divided_alike() -> None:
    counts = []
    for crs in ("EPSG:4326", "EPSG:3067"):
        ground = made_communities(crs)[0]
        counts.append(len(make_faces(ground, streets_of_helsinki(crs), Measure.from_crs(crs)).geometry))
    assert abs(counts[0] - counts[1]) <= 1


@pytest.mark.parametrize("tract", SIX)
def test_outlines_of_denvers_blocks_make_its_blocks(tract: str) -> None:
    """Vertex for vertex, in feet, with islands, holes and enclosed blocks."""
    (community,) = communities((tract,))
    theirs = shapely.get_parts(blocks((tract,)).geometry)
    edges = shapely.boundary(theirs)
    count = len(edges)
    drawn = Barriers(edges, np.full(count, 0.2), np.zeros(count, dtype=bool), np.arange(count))
    found = make_faces(community.geometry, drawn, Measure.from_crs(CRS), settings=PLAIN)
    assert_tiles(community.geometry, found.geometry, CRS)
    ours = shapely.to_wkb(shapely.normalize(found.geometry))
    assert sorted(ours.tolist()) == sorted(shapely.to_wkb(shapely.normalize(theirs)).tolist())


def test_no_house_of_a_dense_block_is_cut() -> None:
    crs = "EPSG:4547"
    random = np.random.default_rng(5)
    houses = [box(x, y, x + 9, y + 9) for x in range(0, 200, 10) for y in range(0, 100, 10)]
    found = faces(
        box(0, 0, 200, 100), barriers(tangle(random, 5), crs=crs), kept(houses, crs=crs), FaceSettings(10, 50, 2), crs
    )
    table = segment_table(found.geometry)
    lines = shapely.multilinestrings(np.stack(table.coordinates(table.inner()), axis=1))
    assert shapely.intersection(lines, shapely.union_all(shapely.buffer(placed(houses), -0.011))).length == 0
    assert found.kept.feature.tolist() == list(range(200))
