"""Areas and lengths on the ellipsoid, against pyproj's Geod (C. Karney's geodesics)."""

from __future__ import annotations

import pickle
from functools import partial

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grid_manager_plugin.errors import CrsError
from grid_manager_plugin.rules.geodesy import LONG_EDGE, Measure, middle

NOISE = 2e-4
"""Square metres that Geod's own sums are off by for a polygon of some 20 vertices, however small."""

CITIES = {
    "EPSG:4490": (116.39, 39.91),  # CGCS2000, degrees
    "EPSG:4326": (-70.65, -33.45),  # southern and western
    "EPSG:4548": (448_688.0, 4_400_000.0),  # CGCS2000 3-degree, central meridian
    "EPSG:4527": (39_350_000.0, 4_400_000.0),  # the same with zone prefix, beyond its western border
    "EPSG:2232": (3_143_000.0, 1_694_000.0),  # US survey feet
    "EPSG:2433": (500_000.0, 2_500_000.0),  # Beijing 1954, Krassovsky's ellipsoid
    "EPSG:32721": (600_000.0, 6_100_000.0),  # UTM south
    "EPSG:3857": (12_956_000.0, 4_852_000.0),  # the web's, far from true
    "EPSG:27572": (600_000.0, 2_428_000.0),  # degrees of its base are grads from Paris
}


def star(x: float, y: float, radius: float, corners: int, seed: int) -> shapely.Polygon:
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, corners))
    length = radius * rng.uniform(0.3, 1, corners)
    return shapely.Polygon(np.column_stack([x + length * np.cos(angle), y + length * np.sin(angle)]))


def unit(crs: str) -> float:
    """Return about one metre in the units of a CRS."""
    return 1 / 111_000 if pyproj.CRS(crs).is_geographic else 1 / pyproj.CRS(crs).axis_info[0].unit_conversion_factor


def by_geod(crs: str, polygon: shapely.Polygon) -> tuple[float, float]:
    """Return area and perimeter of one polygon, ring by ring, through another way to degrees than the measure's."""
    system = pyproj.CRS(crs)
    to_lonlat = (lambda x, y: (x, y)) if system.is_geographic else partial(pyproj.Proj(system), inverse=True)
    area = perimeter = 0.0
    for ring, sign in [(polygon.exterior, 1), *((ring, -1) for ring in polygon.interiors)]:
        lon, lat = to_lonlat(*np.asarray(ring.coords).T)
        ring_area, length = system.get_geod().polygon_area_perimeter(lon, lat)
        area, perimeter = area + sign * abs(ring_area), perimeter + length
    return area, perimeter


@pytest.mark.parametrize("crs", CITIES)
@pytest.mark.parametrize("radius", [60.0, 1_000.0, 8_000.0])
def test_agrees_with_geod(crs: str, radius: float) -> None:
    x, y = CITIES[crs]
    polygons = np.array([star(x, y, radius * unit(crs), 20, seed) for seed in range(10)])
    measure = Measure.from_crs(crs)
    wanted = np.array([by_geod(crs, polygon) for polygon in polygons])
    np.testing.assert_allclose(measure.areas(polygons), wanted[:, 0], rtol=1e-9, atol=NOISE)
    np.testing.assert_allclose(measure.perimeters(polygons), wanted[:, 1], rtol=1e-10)


@settings(max_examples=60, deadline=None)
@given(st.floats(-180, 180), st.floats(-75, 75), st.floats(20, 9_000), st.integers(3, 30), st.integers(0, 2**32 - 1))
def test_agrees_with_geod_anywhere(lon: float, lat: float, radius: float, corners: int, seed: int) -> None:
    polygon = star(lon, lat, radius * unit("EPSG:4490"), corners, seed)
    area, perimeter = by_geod("EPSG:4490", polygon)
    measure = Measure.from_crs("EPSG:4490")
    assert measure.areas([polygon])[0] == pytest.approx(area, rel=1e-8, abs=NOISE)
    assert measure.perimeters([polygon])[0] == pytest.approx(perimeter, rel=1e-10)


def test_small_grids_are_measured_better_than_geod_does() -> None:
    # in the equal-area plane round its centre the edges of a 100 m square are geodesics to 1e-12
    measure = Measure.from_crs("EPSG:4490")
    plane = pyproj.Proj(proj="laea", lon_0=116.39, lat_0=39.91, a=measure.geod.a, rf=1 / measure.geod.f)
    lon, lat = plane([-50, 50, 50, -50], [-50, -50, 50, 50], inverse=True)
    assert measure.areas([shapely.Polygon(np.column_stack([lon, lat]))])[0] == pytest.approx(10_000, abs=1e-5)


def test_long_edges_are_measured_by_geod_itself() -> None:
    polygons = np.array([shapely.box(10, 60, 12, 61), shapely.box(100, 30, 100.001, 30.001), star(20, 50, 3, 12, 1)])
    wanted = [by_geod("EPSG:4490", polygon)[0] for polygon in polygons]
    assert wanted[0] > LONG_EDGE**2
    np.testing.assert_allclose(Measure.from_crs("EPSG:4490").areas(polygons), wanted, rtol=1e-12, atol=NOISE)


def test_a_sphere_has_its_own_heights() -> None:
    sphere = "+proj=longlat +R=6371000 +type=crs"
    polygon = star(5, 50, 0.01, 12, 3)
    assert Measure.from_crs(sphere).areas([polygon])[0] == pytest.approx(by_geod(sphere, polygon)[0], rel=1e-9)


def test_holes_parts_direction_and_nothing() -> None:
    x, y = CITIES["EPSG:4548"]
    outer, hole = shapely.box(x, y, x + 500, y + 500), shapely.box(x + 100, y + 100, x + 200, y + 200)
    far = shapely.box(x + 900, y, x + 1000, y + 100)
    measure = Measure.from_crs("EPSG:4548")
    with_hole = shapely.Polygon(outer.exterior.coords, [hole.exterior.coords])
    geometries = np.array(
        [
            with_hole,
            shapely.Polygon(outer.exterior.coords[::-1], [hole.exterior.coords[::-1]]),
            shapely.Polygon(outer.exterior.coords, [hole.exterior.coords[::-1]]),
            shapely.MultiPolygon([with_hole, far]),
            shapely.GeometryCollection([shapely.Point(x, y), shapely.MultiPolygon([with_hole]), far]),
            shapely.force_3d(with_hole, 50.0),
            None,
            shapely.Polygon(),
            shapely.MultiPolygon(),
            shapely.LineString([(x, y), (x + 1, y)]),
        ],
        dtype=object,
    )
    pieces, around = measure.areas([outer, hole, far]), measure.perimeters([outer, hole, far])
    ring = pieces[0] - pieces[1]
    np.testing.assert_allclose(
        measure.areas(geometries), [ring] * 3 + [ring + pieces[2]] * 2 + [ring, 0, 0, 0, 0], rtol=1e-12
    )
    edge = around[0] + around[1]
    np.testing.assert_allclose(
        measure.perimeters(geometries), [edge] * 3 + [edge + around[2]] * 2 + [edge, 0, 0, 0, 0], rtol=1e-12
    )


def test_no_geometries_at_all() -> None:
    measure = Measure.from_crs("EPSG:4548")
    for found in (
        measure.areas([]),
        measure.perimeters([]),
        measure.segment_lengths(np.zeros((0, 2)), np.zeros((0, 2))),
    ):
        assert found.shape == (0,)
        assert found.dtype == float
    assert measure.areas([None]).dtype == measure.perimeters([None]).dtype == float


def test_a_figure_does_not_depend_on_the_company() -> None:
    x, y = CITIES["EPSG:2232"]
    polygons = np.array([star(x + 900 * i, y, 500, 5 + i, i) for i in range(40)])
    measure = Measure.from_crs("EPSG:2232")
    together = measure.areas(polygons)
    assert [measure.areas([polygon])[0] for polygon in polygons] == together.tolist()
    assert measure.areas(polygons[::-1]).tolist() == together[::-1].tolist()
    assert measure.perimeters(polygons[::-1]).tolist() == measure.perimeters(polygons)[::-1].tolist()


@pytest.mark.parametrize("crs", CITIES)
def test_parts_that_share_their_vertices_add_up(crs: str) -> None:
    x, y = CITIES[crs]
    step = 100 * unit(crs)
    cells = np.array([shapely.box(x + i * step, y, x + (i + 1) * step, y + step) for i in range(4)])
    ring = [(x + i * step, y) for i in range(5)] + [(x + i * step, y + step) for i in range(4, -1, -1)]
    measure = Measure.from_crs(crs)
    assert measure.areas(cells).sum() == pytest.approx(measure.areas([shapely.Polygon(ring)])[0], rel=1e-11)


def test_segments() -> None:
    measure = Measure.from_crs("EPSG:2232")
    start = np.array([[3_143_000.0, 1_694_000.0], [3_143_000, 1_694_000]])
    end = np.array([[3_144_000.0, 1_694_000.0], [3_143_000, 1_694_000]])
    lengths = measure.segment_lengths(start, end)
    assert lengths[0] == pytest.approx(1000 * 1200 / 3937, rel=2e-4)  # the projection's scale is not 1
    assert lengths[1] == 0
    box = shapely.box(*start[0], *end[0] + [0, 1000])
    sides = shapely.get_coordinates(box)
    assert measure.segment_lengths(sides[:-1], sides[1:]).sum() == pytest.approx(
        measure.perimeters([box])[0], rel=1e-14
    )


def test_zone_prefix_and_central_meridian_give_one_figure() -> None:
    polygon = star(*CITIES["EPSG:4548"], 500, 20, 1)
    prefixed = shapely.transform(polygon, lambda xy: np.add(xy, (39_000_000, 0)))
    assert Measure.from_crs("EPSG:4527").areas([prefixed])[0] == pytest.approx(
        Measure.from_crs("EPSG:4548").areas([polygon])[0], rel=1e-10
    )


def test_either_side_of_a_zone_border_gives_one_figure() -> None:
    # 115.5 degrees east is the border of the zones of 114 and 117
    lonlat = star(115.5, 39.9, 500 / 111_000, 20, 1)
    figures = []
    for crs in ("EPSG:4547", "EPSG:4548"):
        to_plane = pyproj.Transformer.from_crs("EPSG:4490", crs, always_xy=True)
        plane = shapely.transform(lonlat, lambda xy, way=to_plane: np.column_stack(way.transform(*xy.T)))
        figures.append(Measure.from_crs(crs).areas([plane])[0])
    assert figures[0] == pytest.approx(figures[1], rel=1e-9)


@pytest.mark.parametrize(
    "crs",
    [
        # a datum shift bound to the system, and a height beside it, change no area
        "+proj=tmerc +lat_0=0 +lon_0=108 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0 +type=crs",
        "+proj=tmerc +lat_0=0 +lon_0=108 +x_0=500000 +ellps=krass +vunits=m +type=crs",
        "EPSG:2433",
    ],
)
def test_bound_and_compound_systems_measure_on_their_own_ellipsoid(crs: str) -> None:
    polygon = star(500_000, 2_500_000, 500, 20, 1)
    wanted, _ = by_geod("EPSG:2433", polygon)
    assert Measure.from_crs(crs).areas([polygon])[0] == pytest.approx(wanted, rel=1e-9)


def test_an_edge_over_the_antimeridian_takes_the_short_way() -> None:
    there = shapely.Polygon([(179.999, -17), (-179.999, -17), (-179.999, -16.999), (179.999, -16.999)])
    here = shapely.box(10 - 0.001, -17, 10 + 0.001, -16.999)
    measure = Measure.from_crs("EPSG:4326")
    assert measure.areas([there])[0] == pytest.approx(measure.areas([here])[0], rel=1e-9)


def test_coordinates_off_the_earth_are_named() -> None:
    measure = Measure.from_crs("EPSG:4548")
    with pytest.raises(CrsError, match=r"\de\+20, .* have no place on the Earth in CGCS2000"):
        measure.areas([shapely.box(448_688, 4_400_000, 448_700, 4_400_010), shapely.box(1e20, 0, 2e20, 1)])


def test_a_worker_gets_the_same_measure() -> None:
    measure = Measure.from_crs("EPSG:2232")
    polygon = star(*CITIES["EPSG:2232"], 500, 20, 1)
    assert pickle.loads(pickle.dumps(measure)).areas([polygon]).tolist() == measure.areas([polygon]).tolist()


@pytest.mark.parametrize("turns", [1, -1])
@pytest.mark.parametrize(
    ("crs", "circle"),
    [
        ("EPSG:3031", lambda angle: (1e6 * np.cos(angle), 1e6 * np.sin(angle))),
        ("EPSG:4326", lambda angle: (np.degrees(angle) - 180, np.full(len(angle), 80.0))),
    ],
)
def test_a_ring_round_a_pole_is_refused(crs: str, circle: object, turns: int) -> None:
    ring = shapely.Polygon(np.column_stack(circle(np.linspace(0, 2 * np.pi, 40, endpoint=False)[::turns])))
    beside = shapely.box(10, 80, 11, 81) if crs == "EPSG:4326" else shapely.box(1e5, 1e5, 1.01e5, 1.01e5)
    with pytest.raises(CrsError, match="round a pole"):
        Measure.from_crs(crs).areas([beside, ring])
    assert Measure.from_crs(crs).areas([beside])[0] > 0


@pytest.mark.parametrize("west", [10.0, 179.9, -180.0, 359.9])
def test_the_middle_of_points_lies_among_them_across_the_antimeridian_too(west: float) -> None:
    lon = (np.array([west, west + 0.2, west, west + 0.2]) + 180) % 360 - 180
    found = middle(np.column_stack([lon, [-17, -17, -16, -16]]))
    assert ((found[0] - west) % 360, found[1]) == (pytest.approx(0.1), pytest.approx(-16.5, abs=1e-3))


def test_points_that_cancel_each_other_out_have_the_first_for_a_middle() -> None:
    assert middle(np.array([[30.0, 0.0], [-150.0, 0.0]])) == (30.0, 0.0)


@pytest.mark.parametrize("crs", CITIES)
@pytest.mark.parametrize("radius", [3.0, 60.0, 1_000.0])
def test_flat_areas_are_those_of_the_ellipsoid_where_edges_are_short(crs: str, radius: float) -> None:
    x, y = CITIES[crs]
    shapes = [star(x, y, radius * unit(crs), 40, seed) for seed in range(3)]
    shapes.append(shapely.multipolygons([shapes[0], star(x + 3 * radius * unit(crs), y, radius * unit(crs), 9, 7)]))
    found = Measure.from_crs(crs).flat_areas(np.array([*shapes, None], dtype=object))
    assert found[:-1] == pytest.approx(Measure.from_crs(crs).areas(np.array(shapes)), rel=3e-4, abs=NOISE)
    assert found[-1] == 0


def test_a_vertex_on_a_long_straight_edge_encloses_no_flat_area() -> None:
    sliver = shapely.Polygon([(121.5, 25.0), (121.51, 25.0), (121.505, 25.0 + 1e-14)])
    measure = Measure.from_crs("EPSG:4326")
    assert measure.areas(np.array([sliver])) > 1
    assert measure.flat_areas(np.array([sliver])) < 1e-6
