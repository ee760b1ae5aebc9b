"""The graph of blocks: neighbours, shared lengths, bridges between islands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import real_city
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, box

from grid_manager_plugin.division.adjacency import bridges, build_graph, shared_lengths
from grid_manager_plugin.division.graph import components
from grid_manager_plugin.division.segments import segment_table
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


def compared_pair_by_pair(geometries: np.ndarray, edges: np.ndarray) -> set[tuple[int, int]]:
    """Bridges as they are defined: of all blocks in two parts the nearest first, ties by parts, then blocks."""
    _, part = components(edges, len(geometries))
    one, other = np.nonzero(part[:, np.newaxis] < part)
    apart = shapely.distance(geometries[one], geometries[other])
    order = np.lexsort((other, one, part[other], part[one], apart))
    joints: set[tuple[int, int]] = set()
    for i in order:
        a, b = part[one[i]], part[other[i]]
        if a != b:
            part = np.where(part == b, a, part)
            joints.add((min(one[i], other[i]), max(one[i], other[i])))
    return joints


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.booleans(), st.booleans(), st.booleans())
def test_bridges_are_the_shortest_there_are(seed: int, count: int, level: bool, joined: bool, far: bool) -> None:
    random = np.random.default_rng(seed)
    xy = random.integers(0, 9, (count, 2)) * 10.0 if level else random.uniform(0, 90, (count, 2))
    if far:
        xy[0] += 1e6
    islands = shapely.box(xy[:, 0], xy[:, 1], xy[:, 0] + 4, xy[:, 1] + random.choice([4.0, 10.0], count))
    edges = np.sort(random.integers(0, count, (count // 2 if joined else 0, 2)), axis=1)
    found = bridges(islands, edges)
    assert len(found) == components(edges, count)[0] - 1
    assert set(map(tuple, found.tolist())) == compared_pair_by_pair(islands, edges)


def test_the_same_islands_are_joined_whatever_their_order() -> None:
    random = np.random.default_rng(3)
    xy = random.uniform(0, 5000, (300, 2))
    islands = shapely.box(xy[:, 0], xy[:, 1], xy[:, 0] + 10, xy[:, 1] + 10)
    none, order = np.empty((0, 2), dtype=np.int64), random.permutation(300)
    there = np.sort(order[bridges(islands[order], none)], axis=1).tolist()
    assert sorted(there) == sorted(bridges(islands, none).tolist())


def test_many_islands_are_not_all_compared_with_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(1)
    xy = np.concatenate([random.uniform(0, 5000, (1200, 2)), [[1e6, 1e6]]])
    islands = shapely.box(xy[:, 0], xy[:, 1], xy[:, 0] + 40, xy[:, 1] + 40)
    measured: list[int] = []

    def counted(one: np.ndarray, other: np.ndarray, distance: Callable = shapely.distance) -> np.ndarray:
        measured.append(len(one))
        return distance(one, other)

    monkeypatch.setattr(shapely, "distance", counted)
    assert len(bridges(islands, np.empty((0, 2), dtype=np.int64))) == 1200
    assert sum(measured) < 10 * len(islands)


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


def test_a_line_joins_parts_before_the_shortest_way_does() -> None:
    west = [box(x, y, x + 10, y + 10) for x in (0, 10) for y in (0, 10, 20)]
    east = [box(x, y, x + 10, y + 10) for x in (25, 35) for y in (0, 10, 20)]
    north = [box(0, 40, 10, 50)]
    cells = np.array([*west, *east, *north], dtype=object)
    edges, _ = shared_lengths(segment_table(cells), len(cells), Measure.from_crs("EPSG:4547"))
    nearest = bridges(cells, edges).tolist()
    assert nearest != [[5, 8], [8, 12]]
    street = np.array([LineString([(12, 25), (28, 25)]), LineString([(30, 25), (30, 45), (5, 45)])], dtype=object)
    joined = bridges(cells, edges, street)
    assert joined.tolist() == [[5, 8], [8, 12]]
    assert bridges(cells, edges, street[:1]).tolist()[0] == [5, 8]
    assert len(bridges(cells, edges, street[:1])) == 2
