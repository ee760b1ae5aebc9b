"""People to zones: by hand, and what must hold whatever the input."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
import real_city
import shapely
from shapely import Polygon, box

from grid_manager_plugin.division.people import people_zones
from grid_manager_plugin.division.people.people import AreaShare, CellShare, CommunityPeople, PointShare
from grid_manager_plugin.division.people.people_zones import (
    NOWHERE,
    owners,
    quads,
    share_areas,
    share_cells,
    share_points,
    share_total,
    split_exactly,
    zone_people,
)

ZONES = np.array([box(0, 0, 10, 10), box(10, 0, 20, 10), box(0, 10, 20, 20)], dtype=object)
"""Two squares of 100 m² side by side under a strip of 200 m²."""

SIZES = np.array([100.0, 100.0, 200.0])


def points(*rows: tuple[float, float, float]) -> PointShare:
    table = np.array(rows, dtype=float).reshape(-1, 3)
    return PointShare(table[:, :2], table[:, 2])


def areas(*rows: tuple[shapely.Geometry | None, float]) -> AreaShare:
    geometry = np.empty(len(rows), dtype=object)
    geometry[:] = [row[0] for row in rows]
    return AreaShare(geometry, np.array([row[1] for row in rows], dtype=float))


def corners(polygons: np.ndarray) -> np.ndarray:
    return shapely.get_coordinates(polygons).reshape(len(polygons), -1, 2)[:, :4]


def random_tiling(rng: np.random.Generator, count: int = 30) -> np.ndarray:
    """Return the Voronoi cells of random places in a square, in random order."""
    places = shapely.multipoints(rng.uniform(0, 1000, (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(places, extend_to=box(0, 0, 1000, 1000)))
    return rng.permutation(shapely.intersection(cells, box(0, 0, 1000, 1000)))


def random_polygons(rng: np.random.Generator, count: int) -> np.ndarray:
    centres, radius = rng.uniform(-50, 1050, (count, 2)), rng.uniform(1, 120, count)
    return shapely.buffer(shapely.points(centres), radius, quad_segs=3)


def test_each_point_goes_to_the_zone_that_it_lies_in() -> None:
    found = share_points(ZONES, points((1, 1, 2), (9, 9, 3), (15, 5, 4), (3, 19, 5)))
    assert found.people.tolist() == [5, 4, 5]
    assert (found.outside, found.outside_count) == (0, 0)


@pytest.mark.parametrize(
    ("x", "y", "zone"), [(10, 5, 0), (5, 10, 0), (15, 10, 1), (10, 10, 0), (20, 15, 2), (0, 0, 0), (20, 10, 1)]
)
def test_a_point_on_a_border_counts_once_for_the_lowest_zone(x: float, y: float, zone: int) -> None:
    found = share_points(ZONES, points((x, y, 7)))
    assert found.people.tolist() == [7.0 if z == zone else 0.0 for z in range(3)]
    assert owners(ZONES[::-1], np.array([[x, y]], dtype=float)).tolist() == [
        min(2 - z for z in range(3) if ZONES[z].intersects(shapely.Point(x, y)))
    ]


def test_points_outside_every_zone_are_counted() -> None:
    found = share_points(ZONES, points((21, 5, 2.5), (-1, 5, 4), (1, 1, 1)))
    assert found.people.tolist() == [1, 0, 0]
    assert (found.outside, found.outside_count) == (6.5, 2)


def test_points_beside_the_zones_by_rounding_are_inside() -> None:
    zones = shapely.transform(ZONES, lambda xy: xy + np.array([39_448_688.0, 4_420_000.0]))
    found = share_points(zones, points((39_448_688 - 1e-8, 4_420_005, 1), (39_448_688 - 1, 4_420_005, 1)))
    assert found.people.tolist() == [1, 0, 0]
    assert found.outside_count == 1


def test_no_points_and_no_zones() -> None:
    assert share_points(ZONES, points()).people.tolist() == [0, 0, 0]
    assert share_points(ZONES[:0], points((1, 1, 4))).outside == 4


def test_many_points_at_a_time_are_the_same_as_few(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    zones, xy = random_tiling(rng), np.round(rng.uniform(-20, 1020, (500, 2)))
    expected = owners(zones, xy)
    monkeypatch.setattr(people_zones, "AT_ONCE", 7)
    assert owners(zones, xy).tolist() == expected.tolist()
    by_hand = [[z for z in range(len(zones)) if zones[z].intersects(shapely.Point(p))] for p in xy]
    assert expected.tolist() == [min(found, default=NOWHERE) for found in by_hand]


def test_polygons_are_shared_by_area() -> None:
    # a third in zone 0, a third in zone 1, a third in zone 2
    corner = Polygon([(5, 5), (15, 5), (15, 15), (5, 15)])
    found = share_areas(ZONES, areas((corner, 40), (box(1, 1, 2, 2), 3)))
    assert found.people.tolist() == [13, 10, 20]
    assert (found.outside, found.outside_count) == (0, 0)


def test_people_of_polygons_outside_are_counted() -> None:
    found = share_areas(ZONES, areas((box(-5, 0, 5, 10), 8), (box(100, 0, 101, 1), 3), (box(1, 1, 2, 2), 1)))
    assert found.people.tolist() == [5, 0, 0]
    assert (found.outside, found.outside_count) == (7, 2)


@pytest.mark.parametrize(
    "shape", [None, Polygon(), shapely.LineString([(1, 1), (2, 2)]), Polygon([(1, 1), (2, 2), (1, 1), (2, 2)])]
)
def test_polygons_without_area_are_outside(shape: shapely.Geometry | None) -> None:
    found = share_areas(ZONES, areas((shape, 4), (box(1, 1, 2, 2), 1)))
    assert found.people.tolist() == [1, 0, 0]
    assert (found.outside, found.outside_count) == (4, 1)


def test_polygons_over_one_another_count_each_for_itself() -> None:
    found = share_areas(ZONES, areas((box(1, 1, 3, 3), 4), (box(1, 1, 3, 3), 5), (box(0, 0, 20, 10), 2)))
    assert found.people.tolist() == [10, 1, 0]


def test_invalid_polygons_are_made_valid() -> None:
    bow_tie = Polygon([(8, 0), (12, 4), (12, 0), (8, 4)])
    assert share_areas(ZONES, areas((bow_tie, 6))).people.tolist() == [3, 3, 0]


def test_where_zones_overlap_people_are_not_doubled() -> None:
    twice = np.array([box(0, 0, 10, 10), box(0, 0, 10, 10)], dtype=object)
    assert share_areas(twice, areas((box(2, 2, 4, 4), 9))).people.tolist() == [4.5, 4.5]


def test_cells_are_shared_by_the_covered_share() -> None:
    cells = shapely.box(*np.array([[8, 2, 12, 6], [18, 8, 22, 12], [2, 2, 6, 6]]).T)
    found = share_cells(ZONES, CellShare(corners(cells), np.array([6.0, 8.0, 1.0])))
    assert found.people.tolist() == [4, 3 + 2, 2]
    assert found.outside == 4
    assert shapely.equals(quads(corners(cells)), cells).all()


def test_turned_cells_are_shared_by_the_covered_share() -> None:
    diamond = np.array([[[10, 2], [12, 4], [10, 6], [8, 4]], [[20, 3], [22, 5], [20, 7], [18, 5]]], dtype=float)
    found = share_cells(ZONES, CellShare(diamond, np.array([4.0, 10.0])))
    assert found.people.tolist() == [2, 7, 0]
    assert found.outside == 5


@pytest.mark.parametrize("total", [0.1, 1.0, 100.0, 3768.0, 715_522.3, 1e-300, 0.0, 2.0**53 - 1])
@pytest.mark.parametrize("seed", range(5))
def test_parts_of_a_total_add_up_to_it_in_any_order(total: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.pareto(0.5, 101) * (rng.random(101) < 0.8)
    parts = share_total(total, weights)
    for _ in range(5):
        order = rng.permutation(101)
        assert float(np.cumsum(parts[order])[-1]) == total
        assert share_total(total, weights[order]).tolist() == parts[order].tolist()
    assert (parts >= 0).all()
    assert (parts[weights == 0] == 0).all()
    np.testing.assert_allclose(parts, total * weights / weights.sum(), rtol=0, atol=101 * np.spacing(total))


def test_of_equal_parts_the_lowest_zone_has_what_rounding_leaves() -> None:
    parts = share_total(10.0, np.ones(3))
    assert parts[1] == parts[2] < parts[0]
    item, zone = np.zeros(3, dtype=int), np.array([5, 4, 6])
    found, outside = split_exactly(np.array([10.0]), item, zone, np.full(3, 1 / 3))
    assert found.argmax() == 1
    assert outside.tolist() == [0]


@pytest.mark.parametrize("seed", range(8))
def test_people_are_kept_and_no_order_matters(seed: int) -> None:
    rng = np.random.default_rng(seed)
    zones = random_tiling(rng)
    whole = seed % 2 == 0  # whole people, then fractions
    people = rng.integers(0, 50, 400).astype(float) if whole else rng.lognormal(1, 2, 400)
    xy = np.round(rng.uniform(-50, 1050, (400, 2)))
    polygons = random_polygons(rng, 400)
    cells = corners(shapely.box(xy[:, 0], xy[:, 1], xy[:, 0] + 30, xy[:, 1] + 30))
    for share, source in (
        (share_points, lambda i: PointShare(xy[i], people[i])),
        (share_areas, lambda i: AreaShare(polygons[i], people[i])),
        (share_cells, lambda i: CellShare(cells[i], people[i])),
    ):
        found = share(zones, source(np.arange(400)))
        lost = math.fsum([*found.people, found.outside]) - math.fsum(people)
        # every zone's figure is rounded once: whole people at points lose nothing
        assert abs(lost) <= (0 if share is share_points and whole else 31 * np.spacing(found.people.max()) / 2)
        assert found.outside > 0
        other = share(zones, source(rng.permutation(400)))
        assert other.people.tobytes() == found.people.tobytes()
        assert (other.outside, other.outside_count) == (found.outside, found.outside_count)


@pytest.mark.parametrize("seed", range(4))
def test_each_polygon_adds_up_to_its_people_exactly(seed: int) -> None:
    rng = np.random.default_rng(seed)
    zones, polygons = random_tiling(rng, 200), random_polygons(rng, 40)
    for polygon, people in zip(polygons, rng.lognormal(1, 3, 40)):
        found = share_areas(zones, areas((polygon, people)))
        assert float(np.sum(found.people[::-1])) + found.outside == people
        expected = people * shapely.area(shapely.intersection(zones, polygon)) / polygon.area
        np.testing.assert_allclose(found.people, expected, rtol=1e-9, atol=1e-9 * people)


def test_a_total_goes_by_floors_and_area() -> None:
    # a house of 4 m² with 3 floors, one of 6 m² with 1 floor: 12 to 6; weights are per unit of area already
    houses = areas((box(1, 1, 3, 3), 3 * 4), (box(12, 1, 14, 4), 1 * 6))
    found = zone_people(ZONES, CommunityPeople(areas=houses, total=90.0), SIZES)
    assert found.people.tolist() == [60, 30, 0]
    assert found.notes == ()


def test_a_total_goes_to_houses_as_points_too() -> None:
    flats = points((1, 1, 1), (11, 1, 2), (1, 11, 0))
    assert zone_people(ZONES, CommunityPeople(points=flats, total=9.0), SIZES).people.tolist() == [3, 6, 0]


def test_a_total_alone_goes_by_area() -> None:
    found = zone_people(ZONES, CommunityPeople(total=100.0), SIZES)
    assert found.people.tolist() == [25, 25, 50]
    assert found.notes == ()


@pytest.mark.parametrize("source", [areas(), points(), areas((box(1, 1, 2, 2), 0.0))])
def test_a_total_without_weights_goes_by_area_and_says_so(source: PointShare | AreaShare) -> None:
    field = "points" if isinstance(source, PointShare) else "areas"
    found = zone_people(ZONES, CommunityPeople(**{field: source}, total=100.0), SIZES)
    assert found.people.tolist() == [25, 25, 50]
    assert "where this community's population of 100 is: it was spread by area" in str(found.notes[0])
    assert zone_people(ZONES, CommunityPeople(**{field: source}, total=0.0), SIZES).notes == ()


def test_sources_together_add_up() -> None:
    cells = CellShare(corners(np.array([box(1, 1, 2, 2)])), np.array([0.5]))
    both = CommunityPeople(points((1, 1, 1)), areas((box(8, 1, 12, 2), 4)), cells)
    assert zone_people(ZONES, both, SIZES).people.tolist() == [3.5, 2, 0]
    assert zone_people(ZONES, CommunityPeople(), SIZES).people.tolist() == [0, 0, 0]


def test_a_workers_share_can_be_sent() -> None:
    share = CommunityPeople(points((1, 1, 1)), areas((box(8, 1, 12, 2), 4)), total=3.0)
    found = zone_people(ZONES, pickle.loads(pickle.dumps(share)), SIZES)
    assert found.people.tolist() == zone_people(ZONES, share, SIZES).people.tolist()


def test_real_blocks_as_polygons_keep_their_people() -> None:
    blocks = real_city.blocks()
    own = share_areas(blocks.geometry, AreaShare(blocks.geometry, blocks.population))
    assert own.people.tolist() == blocks.population.tolist()
    assert own.outside == 0
