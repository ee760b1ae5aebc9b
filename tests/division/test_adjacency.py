"""The graph of blocks: neighbours, shared lengths, bridges between islands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import real_city
import shapely
from shapely import box

from grid_manager_plugin.division.adjacency import build_graph
from grid_manager_plugin.rules.geodesy import Measure

METRES = Measure.from_crs("EPSG:4547")
INSTANCES = Path(__file__).parents[2] / "benchmarks" / "data" / "denver_partition_instances.npz"


def at(*polygons: shapely.Geometry) -> np.ndarray:
    moved = np.empty(len(polygons), dtype=object)
    moved[:] = polygons
    return shapely.transform(moved, lambda xy: xy + np.array([500_000, 2_500_000]))


def test_neighbours_share_a_segment_and_its_length_is_the_cost() -> None:
    graph, _ = build_graph(at(box(0, 0, 30, 40), box(30, 0, 60, 40), box(60, 40, 90, 80)), np.array([1, 2, 3]), METRES)
    assert graph.edges.tolist() == [[0, 1], [1, 2]]
    assert graph.border_cost.tolist() == [pytest.approx(40, rel=1e-3), 0]  # blocks 1 and 2 only touch: a bridge
    assert graph.population.tolist() == [1, 2, 3]
    assert graph.area == pytest.approx([1200, 1200, 1200], rel=1e-3)


def test_islands_are_joined_by_the_shortest_bridges() -> None:
    row = at(box(0, 0, 10, 10), box(10, 0, 20, 10), box(25, 0, 35, 10), box(100, 0, 110, 10), box(21, 50, 30, 60))
    graph, _ = build_graph(row, np.ones(5), METRES)
    assert graph.bridge is not None
    assert graph.edges[graph.bridge].tolist() == [[1, 2], [2, 3], [2, 4]]
    assert graph.border_cost[graph.bridge].tolist() == [0, 0, 0]
    assert graph.firm_edges().tolist() == [[0, 1]]


def test_bridges_of_equal_length_do_not_depend_on_chance() -> None:
    cross = at(box(0, 0, 10, 10), box(20, 0, 30, 10), box(-20, 0, -10, 10), box(0, 20, 10, 30))
    graph, _ = build_graph(cross, np.ones(4), METRES)
    assert graph.edges.tolist() == [[0, 1], [0, 2], [0, 3]]


def test_one_block_has_no_neighbours() -> None:
    graph, _ = build_graph(at(box(0, 0, 30, 40)), np.array([5]), METRES)
    assert graph.edges.shape == (0, 2)
    assert graph.border_cost.shape == (0,)


def test_real_communities_have_the_graphs_that_pairwise_intersection_gives() -> None:
    """The instances were made by intersecting boundaries pair by pair, lengths taken in EPSG:26913."""
    known = np.load(INSTANCES)
    names = [str(name).split(":")[1] for name in known["name"]]
    chosen = [i for i, name in enumerate(names) if name in real_city.SIX]
    assert chosen
    census = real_city.block_ids()
    feet = Measure.from_crs(real_city.CRS)
    for i in chosen:
        blocks = real_city.blocks((names[i],))
        edge = slice(*known["edge_start"][i : i + 2])
        ids = known["block_id"][slice(*known["block_start"][i : i + 2])].tolist()
        place = np.array([ids.index(census[fid]) for fid in blocks.fid.tolist()])
        order = np.argsort(place)
        graph, _ = build_graph(blocks.geometry[order], blocks.population[order], feet)
        assert graph.edges.tolist() == sorted(known["edges"][edge].tolist())
        expected = known["border_cost"][edge][np.lexsort(known["edges"][edge].T[::-1])]
        assert graph.border_cost == pytest.approx(expected, rel=1e-3)
