"""Lines brought together: the community's vertices stay, noise goes, real blocks come out whole."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import real_city
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import Polygon, box

from grid_manager_plugin.division.arrangement import faces
from grid_manager_plugin.division.community import Blocks
from grid_manager_plugin.division.fitting import FittedBlocks, fit
from grid_manager_plugin.division.segments import tiles_exactly
from grid_manager_plugin.rules.geodesy import Measure

CM = 0.01
FEET_A_METRE = 3937 / 1200


def array(*polygons: shapely.Geometry) -> np.ndarray:
    found = np.empty(len(polygons), dtype=object)
    found[:] = polygons
    return found


def nodes(geometries: np.ndarray | shapely.Geometry) -> set[tuple[float, float]]:
    return set(map(tuple, shapely.get_coordinates(geometries).tolist()))


def test_community_keeps_vertices_that_are_closer_than_the_tolerance() -> None:
    community = Polygon([(0, 0), (50, 0), (50.003, 0.001), (50.006, 0), (100, 0), (100, 100), (0, 100)])
    found = faces(community, array(box(0, 0, 50, 100), box(50, 0, 100, 100)), CM)
    assert nodes(community) <= nodes(found)
    assert shapely.area(found).sum() == pytest.approx(community.area)


def test_community_keeps_a_spike_that_is_narrower_than_the_tolerance() -> None:
    community = Polygon([(0, 0), (100, 0), (100, 50), (130, 50.004), (100, 50.008), (100, 100), (0, 100)])
    found = faces(community, array(box(0, 0, 100, 50), box(0, 50, 100, 100)), CM)
    inside = found[shapely.intersects(community, shapely.point_on_surface(found))]
    assert nodes(community) <= nodes(inside)
    assert shapely.area(inside).sum() == pytest.approx(community.area, abs=1e-9)


def test_near_nodes_become_one_but_a_chain_of_them_does_not_collapse() -> None:
    line = [(50 + 0.006 * i, 10 + 0.006 * i) for i in range(10)]
    west = Polygon([(0, 0), (50, 0), *line, (50, 100), (0, 100)])
    east = Polygon([(50, 0), (100, 0), (100, 100), (50, 100), *line[::-1]])
    found = faces(box(0, 0, 100, 100), array(west, east), CM)
    assert len(found) == 2
    between = [node for node in nodes(found) if 49.999 < node[0] < 50.1 and 9 < node[1] < 11]
    assert 4 <= len(between) <= 10


def test_node_beside_the_edge_moves_onto_it() -> None:
    found = faces(box(0, 0, 100, 100), array(box(0, 0, 50, 99.996), box(50, 0, 100, 100.003)), CM)
    assert len(found) == 2
    assert {node for node in nodes(found) if node[1] > 1} == {(0, 100), (50, 100), (100, 100)}


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_blocks_drawn_apart_by_noise_come_out_as_many_as_they_went_in(seed: int) -> None:
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(5) * 40.0, np.arange(5) * 30.0)
    corner = np.dstack([x, y])
    corner[1:-1, 1:-1] += random.uniform(-12, 12, corner[1:-1, 1:-1].shape)
    rings = [corner[[j, j, j + 1, j + 1], [i, i + 1, i + 1, i]] for j in range(4) for i in range(4)]
    community = shapely.union_all([Polygon(ring) for ring in rings])
    noisy = array(*(Polygon(ring + random.uniform(-0.0035, 0.0035, ring.shape)) for ring in rings))
    found = faces(community, noisy, CM)
    assert len(found) == 16
    assert nodes(community) <= nodes(found)
    assert shapely.symmetric_difference(shapely.coverage_union_all(found), community).area < 1e-9


def assert_fits(community: shapely.Geometry, found: FittedBlocks, people: float) -> None:
    assert shapely.is_valid(found.geometry).all()
    assert set(shapely.get_type_id(found.geometry).tolist()) == {3}
    assert nodes(community) <= nodes(found.geometry)
    joined = shapely.coverage_union_all(found.geometry)
    assert tiles_exactly(found.geometry, joined)
    assert joined.symmetric_difference(community).area < 1e-10 * community.area
    assert found.population.sum() + found.outside_population == pytest.approx(people, abs=1e-6)


def fit_real(name: str, blocks: Blocks, shapes: np.ndarray, community: shapely.Geometry, crs: str) -> FittedBlocks:
    found = fit(community, shapes, blocks.population, Measure.from_crs(crs))
    assert_fits(community, found, float(blocks.population.sum()))
    return found


@pytest.mark.parametrize("name", real_city.SIX)
def test_real_blocks_that_are_shifted_by_half_a_metre_are_fitted(name: str) -> None:
    blocks, community = real_city.blocks((name,)), real_city.communities((name,))[0].geometry
    shifted = shapely.transform(blocks.geometry, lambda xy: xy + 0.5 * FEET_A_METRE)
    found = fit_real(name, blocks, shifted, community, real_city.CRS)
    assert len(found.geometry) == len(blocks.geometry)
    assert sorted(found.population.tolist()) == sorted(blocks.population.tolist())


@pytest.mark.parametrize("name", real_city.SIX)
def test_real_blocks_fit_a_community_that_was_drawn_coarser(name: str) -> None:
    blocks, community = real_city.blocks((name,)), real_city.communities((name,))[0].geometry
    fit_real(name, blocks, blocks.geometry, shapely.simplify(community, 5 * FEET_A_METRE), real_city.CRS)


@pytest.mark.parametrize("name", real_city.SIX)
def test_real_blocks_in_degrees_with_7_decimals_are_fitted(name: str) -> None:
    blocks, community = real_city.blocks((name,)), real_city.communities((name,))[0].geometry
    to_degrees = pyproj.Transformer.from_crs(real_city.CRS, "EPSG:4326", always_xy=True)

    def degrees(xy: np.ndarray) -> np.ndarray:
        return np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1]))

    rounded = shapely.transform(blocks.geometry, lambda xy: np.round(degrees(xy), 7))
    ground = shapely.transform(community, degrees)
    found = fit_real(name, blocks, rounded, ground, "EPSG:4326")
    assert len(found.geometry) == len(blocks.geometry)
    assert tiles_exactly(found.geometry, ground)
    assert found.notes == ()
