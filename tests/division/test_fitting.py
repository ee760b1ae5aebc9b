"""Blocks tile their community exactly after fitting, whatever they looked like before."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.division.fitting import NOBODY, FittedBlocks, fit
from grid_manager_plugin.errors import InputError
from grid_manager_plugin.rules.geodesy import Measure

MEASURE = Measure.from_crs("EPSG:4547")
X, Y = 500_000.0, 2_500_000.0


def at(*polygons: Polygon) -> np.ndarray:
    """Polygons given near the origin, moved to where the coordinate system has its ground."""
    moved = np.empty(len(polygons), dtype=object)
    moved[:] = [shapely.transform(one, lambda xy: xy + np.array([X, Y])) for one in polygons]
    return moved


def fitted(
    community: Polygon, blocks: list[Polygon], people: list[float] | None = None
) -> tuple[Polygon, FittedBlocks]:
    ground = at(community)[0]
    return ground, fit(ground, at(*blocks), np.array(people or [10.0] * len(blocks)), MEASURE)


def assert_tiles(ground: Polygon, found: FittedBlocks) -> None:
    """Union is the community, overlaps are none, the community's vertices stand, shared edges match."""
    assert shapely.is_valid(found.geometry).all()
    assert shapely.union_all(found.geometry).symmetric_difference(ground).area < 1e-6
    assert shapely.area(found.geometry).sum() == pytest.approx(ground.area, abs=1e-6)
    nodes = set(map(tuple, shapely.get_coordinates(found.geometry).tolist()))
    assert set(map(tuple, shapely.get_coordinates(ground).tolist())) <= nodes
    joined = shapely.coverage_union_all(found.geometry)
    assert joined.area == pytest.approx(ground.area, abs=1e-6)


def test_exact_tiling_comes_back_untouched() -> None:
    whole = Polygon([(0, 0), (100, 0), (200, 0), (200, 100), (100, 100), (0, 100)])
    blocks = [box(0, 0, 100, 100), box(100, 0, 200, 100)]
    ground, found = fitted(whole, blocks, [3, 4])
    assert_tiles(ground, found)
    assert {one.wkb for one in found.geometry} == {one.wkb for one in at(*blocks)}
    assert found.notes == ()
    assert found.population.sum() == 7


def test_node_on_one_side_only_is_inserted_on_the_other() -> None:
    blocks = [box(0, 0, 100, 100), box(100, 0, 200, 50), box(100, 50, 200, 100)]
    ground, found = fitted(box(0, 0, 200, 100), blocks)
    assert_tiles(ground, found)
    graph, _ = build_graph(found.geometry, found.population, MEASURE)
    assert len(graph.edges) == 3
    assert sorted(np.round(graph.border_cost).tolist()) == [50, 50, 100]


def test_points_of_contact_make_no_neighbours() -> None:
    blocks = [box(0, 0, 50, 50), box(50, 0, 100, 50), box(0, 50, 50, 100), box(50, 50, 100, 100)]
    _, found = fitted(box(0, 0, 100, 100), blocks)
    graph, _ = build_graph(found.geometry, found.population, MEASURE)
    assert len(graph.edges) == 4


def test_sticking_out_is_cut_off_and_told() -> None:
    ground, found = fitted(box(0, 0, 200, 100), [box(0, -2, 100, 100), box(100, 0, 203, 100)])
    assert_tiles(ground, found)
    assert any("stuck out" in str(note) for note in found.notes)
    assert found.population.sum() == 20


def test_uncovered_ground_goes_to_the_neighbour_with_the_longest_border() -> None:
    blocks = [box(0, 0, 100, 98), box(100, 0, 200, 100)]
    ground, found = fitted(box(0, 0, 200, 100), blocks)
    assert_tiles(ground, found)
    assert len(found.geometry) == 2
    areas = sorted(shapely.area(found.geometry).tolist())
    assert areas == pytest.approx([10_000, 10_000])
    assert any("uncovered" in str(note) for note in found.notes)


def test_too_much_uncovered_or_sticking_out_is_refused_with_figures() -> None:
    with pytest.raises(InputError, match=r"uncovered, 25\.0%"):
        fitted(box(0, 0, 200, 100), [box(0, 0, 100, 100), box(100, 0, 150, 100)])
    with pytest.raises(InputError, match="stick out"):
        fitted(box(0, 0, 200, 100), [box(0, 0, 100, 120), box(100, 0, 200, 100)])


@pytest.mark.parametrize("noise", [1e-9, 1e-6, 1e-4, 5e-3])
def test_float_noise_is_snapped_to_the_communitys_own_vertices(noise: float) -> None:
    random = np.random.default_rng(4)
    blocks = []
    for x in (0, 50, 100):
        for y in (0, 50):
            corners = shapely.get_coordinates(box(x, y, x + 50, y + 50))[:-1]
            blocks.append(Polygon(corners + random.uniform(-noise, noise, corners.shape)))
    ground, found = fitted(box(0, 0, 150, 100), blocks)
    assert_tiles(ground, found)
    assert len(found.geometry) == 6
    graph, _ = build_graph(found.geometry, found.population, MEASURE)
    assert len(graph.edges) == 7


def test_overlapping_and_duplicated_blocks_are_refused_by_name() -> None:
    with pytest.raises(InputError, match="overlap"):
        fitted(box(0, 0, 200, 100), [box(0, 0, 120, 100), box(100, 0, 200, 100)])
    with pytest.raises(InputError, match="overlap"):
        fitted(box(0, 0, 200, 100), [box(0, 0, 100, 100), box(0, 0, 100, 100), box(100, 0, 200, 100)])


@pytest.mark.parametrize(("overlap", "refused"), [(0.03, False), (0.1, True)])
def test_small_blocks_overlap_from_a_hundredth_of_their_area(overlap: float, refused: bool) -> None:
    """Four square metres each: what they share is below a sliver."""
    both = [box(0, 0, 2 + overlap / 2, 2), box(2, 0, 4, 2)]
    if refused:
        with pytest.raises(InputError, match=r"overlap\. Places: 1;"):
            fitted(box(0, 0, 4, 2), both)
    else:
        assert_tiles(*fitted(box(0, 0, 4, 2), both))


@pytest.mark.parametrize(("overlap", "refused"), [(0.9, False), (1.1, True)])
def test_large_blocks_overlap_from_one_square_metre(overlap: float, refused: bool) -> None:
    both = [box(0, 0, 100 + overlap / 20, 20), box(100, 0, 200, 20)]
    if refused:
        with pytest.raises(InputError, match=r"overlap\. Places: 1;"):
            fitted(box(0, 0, 200, 20), both)
    else:
        assert_tiles(*fitted(box(0, 0, 200, 20), both))


@pytest.mark.parametrize(("side", "count"), [(0.9, 2), (1.1, 3)])
def test_a_piece_cut_off_from_its_block_is_a_block_from_one_square_metre(side: float, count: int) -> None:
    """The community leaves out a strip of 30 cm that cuts the south-eastern corner off the western block."""
    west = 100 - side
    strip = box(west - 0.3, 0, west, side + 0.3) | box(west - 0.3, side, 100, side + 0.3)
    ground, found = fitted(box(0, 0, 200, 100) - strip, [box(0, 0, 100, 100), box(100, 0, 200, 100)])
    assert_tiles(ground, found)
    assert len(found.geometry) == count
    assert found.population.sum() == pytest.approx(20)


@pytest.mark.parametrize(("east", "refused"), [(192.0, False), (188.0, True)])
def test_one_twentieth_of_the_community_may_be_uncovered(east: float, refused: bool) -> None:
    both = [box(0, 0, 100, 100), box(100, 0, east, 100)]
    if refused:
        with pytest.raises(InputError, match=r"uncovered, 6\.0%"):
            fitted(box(0, 0, 200, 100), both)
    else:
        assert_tiles(*fitted(box(0, 0, 200, 100), both))


def test_multipart_block_becomes_blocks_with_people_by_area() -> None:
    double = shapely.MultiPolygon([box(0, 0, 50, 100), box(100, 0, 200, 100)])
    ground, found = fitted(box(0, 0, 200, 100), [double, box(50, 0, 100, 100)], [30, 5])
    assert_tiles(ground, found)
    assert sorted(np.round(found.population, 3).tolist()) == [5, 10, 20]


def test_community_with_a_hole_and_islands_keeps_them() -> None:
    ring = Polygon(box(0, 0, 90, 90).exterior, [box(30, 30, 60, 60).exterior.coords[::-1]])
    community = shapely.MultiPolygon([ring, box(200, 0, 230, 30)])
    cells = [box(x, y, x + 30, y + 30) for x in (0, 30, 60) for y in (0, 30, 60) if (x, y) != (30, 30)]
    ground, found = fitted(community, [*cells, box(200, 0, 230, 30)])
    assert_tiles(ground, found)
    graph, _ = build_graph(found.geometry, found.population, MEASURE)
    assert graph.bridge is not None
    assert graph.bridge.sum() == 1
    assert (graph.border_cost > 0).sum() == 8


def test_block_that_fills_anothers_hole_is_its_neighbour() -> None:
    ring = Polygon(box(0, 0, 90, 90).exterior, [box(30, 30, 60, 60).exterior.coords])
    ground, found = fitted(box(0, 0, 90, 90), [ring, box(30, 30, 60, 60)])
    assert_tiles(ground, found)
    graph, _ = build_graph(found.geometry, found.population, MEASURE)
    assert graph.edges.tolist() == [[0, 1]]
    assert graph.border_cost[0] == pytest.approx(120, rel=1e-3)


def test_choke_point_of_one_vertex_joins_nothing() -> None:
    community = shapely.MultiPolygon([box(0, 0, 50, 50), box(50, 50, 100, 100)])
    _, found = fitted(community, [box(0, 0, 50, 50), box(50, 50, 100, 100)])
    graph, _ = build_graph(found.geometry, found.population, MEASURE)
    assert graph.border_cost.tolist() == [0.0]


def test_z_is_dropped() -> None:
    flat = box(0, 0, 100, 100)
    high = shapely.force_3d(flat, 12.5)
    ground, found = fitted(flat, [high])
    assert_tiles(ground, found)
    assert not shapely.has_z(found.geometry).any()


def test_invalid_block_is_made_valid_and_told() -> None:
    spike = Polygon([(0, 0), (100, 0), (100, 100), (0, 100), (0, 50), (-5, 50), (0, 50)])
    ground, found = fitted(box(0, 0, 200, 100), [spike, box(100, 0, 200, 100)])
    assert_tiles(ground, found)
    assert any("made valid" in str(note) for note in found.notes)


def test_order_of_the_input_does_not_matter() -> None:
    random = np.random.default_rng(2)
    blocks = [box(x, y, x + 30, y + 30.002) for x in range(0, 90, 30) for y in range(0, 90, 30)]
    people = np.arange(len(blocks), dtype=float)
    first = fit(at(box(0, 0, 90, 90))[0], at(*blocks), people, MEASURE)
    order = random.permutation(len(blocks))
    second = fit(at(box(0, 0, 90, 90))[0], at(*blocks)[order], people[order], MEASURE)
    assert [one.wkb for one in first.geometry] == [one.wkb for one in second.geometry]
    assert first.population.tolist() == second.population.tolist()


def test_island_that_no_block_covers_is_its_own_block() -> None:
    community = shapely.MultiPolygon([box(0, 0, 200, 100), box(300, 0, 320, 20)])
    ground, found = fitted(community, [box(0, 0, 100, 100), box(100, 0, 200, 100)])
    assert_tiles(ground, found)
    assert (found.source == NOBODY).sum() == 1
    assert found.population.sum() == 20
