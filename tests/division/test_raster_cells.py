"""Raster cells in a community: covered shares by hand, and sums that no grouping changes."""

from __future__ import annotations

import math

import numpy as np
import pyproj
import pytest
import shapely
from shapely import Polygon, box

from grid_manager_plugin.division.people.raster_cells import CellLattice, Tile, cells_in, cells_on

UTM = "EPSG:32633"
NORTH_UP = CellLattice((0.0, 10.0, 0.0, 100.0, 0.0, -10.0), UTM, UTM)
"""Cells of 10 m, the first row from y = 100 down."""


def test_a_cell_on_the_edge_counts_with_its_covered_share() -> None:
    people = np.array([[4.0, 8.0], [16.0, 0.0]])
    cells, areas = cells_in(box(0, 85, 15, 100), NORTH_UP, Tile(0, 0, people))
    assert cells.people.tolist() == [4]
    assert shapely.equals(shapely.polygons(cells.corners[0]), box(0, 90, 10, 100))
    assert areas.people.tolist() == [4, 8]
    assert shapely.equals(areas.geometry, [box(10, 90, 15, 100), box(0, 85, 10, 90)]).all()


def test_a_tile_knows_its_place_in_the_raster() -> None:
    cells, areas = cells_in(box(0, 0, 100, 100), NORTH_UP, Tile(3, 2, np.array([[7.0]])))
    assert cells.corners[0].tolist() == [[30, 80], [40, 80], [40, 70], [30, 70]]
    assert areas.people.tolist() == []


def test_cells_of_a_turned_raster_are_turned() -> None:
    diamonds = CellLattice((0.0, 10.0, 10.0, 0.0, 10.0, -10.0), UTM, UTM)
    cells, areas = cells_in(box(0, -20, 10, 20), diamonds, Tile(0, 0, np.array([[6.0]])))
    assert cells.people.tolist() == []
    assert areas.people.tolist() == [3]
    assert areas.geometry[0].area == 100


def test_south_up_rasters_count_from_below() -> None:
    south_up = CellLattice((0.0, 10.0, 0.0, 0.0, 0.0, 10.0), UTM, UTM)
    cells, _ = cells_in(box(0, 0, 10, 10), south_up, Tile(0, 0, np.array([[1.0], [2.0]])))
    assert cells.people.tolist() == [1]


def test_all_corners_are_brought_to_the_communities_crs() -> None:
    degrees = CellLattice((116.4, 0.001, 0.0, 39.9, 0.0, -0.001), "EPSG:4490", "EPSG:4527")
    cells, _ = cells_in(box(39e6, 4e6, 40e6, 5e6), degrees, Tile(2, 1, np.array([[1.0]])))
    way = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4527", always_xy=True)
    expected = way.transform([116.402, 116.403, 116.403, 116.402], [39.899, 39.899, 39.898, 39.898])
    np.testing.assert_allclose(cells.corners[0], np.column_stack(expected), rtol=0, atol=1e-6)
    assert cells.corners[0, 0, 0] == pytest.approx(39_448_860, abs=10)


def test_cells_without_a_place_in_the_communities_crs_are_left_out() -> None:
    over_the_pole = CellLattice((0.0, 1.0, 0.0, 91.0, 0.0, -1.0), "EPSG:4326", "EPSG:3857")
    cells, areas = cells_in(box(-1, -1, 2e7, 2e7), over_the_pole, Tile(0, 0, np.ones((8, 1))))
    assert 0 < len(cells.people) + len(areas.people) < 8


def test_cells_on_a_community_share_ground_with_it() -> None:
    columns, rows = np.array([0, 1, 2]), np.array([0, 0, 0])
    assert cells_on(box(0, 90, 10, 100), NORTH_UP, columns, rows).tolist() == [True, False, False]
    assert cells_on(box(5, 95, 15, 99), NORTH_UP, columns, rows).tolist() == [True, True, False]


@pytest.mark.parametrize("factor", [2, 3, 7, 64])
@pytest.mark.parametrize("target", [UTM, "EPSG:4326"])
def test_cells_that_go_together_keep_every_sum(factor: int, target: str) -> None:
    rng = np.random.default_rng(factor)
    people = rng.lognormal(0, 2, (50, 61)) * (rng.random((50, 61)) < 0.7)
    lattice = CellLattice((500_000.0, 10.0, 2.0, 5_500_500.0, 1.0, -10.0), UTM, target)
    places = lattice.places(rng.uniform(-5, 66, 40), rng.uniform(-5, 55, 40))
    ground = shapely.difference(shapely.convex_hull(shapely.multipoints(places)), Polygon(places[:3]))
    one_by_one = [math.fsum([*one.people]) for one in cells_in(ground, lattice, Tile(0, 0, people))]
    together, pieces = cells_in(ground, lattice, Tile(0, 0, people), factor)
    assert len(together.people) < people.size / factor**2 + 1
    assert math.fsum([*together.people, *pieces.people]) == pytest.approx(math.fsum(one_by_one), rel=1e-9)
    assert 0 < math.fsum(one_by_one) < people.sum()


def test_two_communities_and_the_outside_have_all_people() -> None:
    rng = np.random.default_rng(8)
    people = rng.integers(0, 9, (40, 40)).astype(float)
    lattice = CellLattice((0.0, 9.0, 1.0, 400.0, 1.5, -9.0), UTM, UTM)
    grounds = [Polygon([(50, 50), (200, 60), (180, 350)]), Polygon([(200, 60), (350, 90), (300, 380), (180, 350)])]
    rest = shapely.difference(box(-100, -100, 600, 600), shapely.union_all(grounds))
    sums = [
        math.fsum(part.people.sum() for part in cells_in(ground, lattice, Tile(0, 0, people)))
        for ground in (*grounds, rest)
    ]
    assert min(sums) > 500
    assert math.fsum(sums) == pytest.approx(people.sum(), rel=1e-13)
