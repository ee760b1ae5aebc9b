"""Noding, nearness and merging by themselves."""

from __future__ import annotations

import heapq

import numpy as np
import pytest
import shapely
from shapely import box

from grid_manager_plugin.division.faces.merging import FaceGraph, merge_small
from grid_manager_plugin.division.faces.nearby import Boxes, meeting
from grid_manager_plugin.division.faces.network import NO_RANK, NOTHING, Lines, Network
from grid_manager_plugin.division.faces.noding import noded
from grid_manager_plugin.division.plane import Plane
from grid_manager_plugin.division.segments import distinct
from grid_manager_plugin.rules.geodesy import Measure

TOLERANCE = 1e-3


def network(segments: np.ndarray) -> Network:
    """Return the network of segments (s, 2, 2) in metres."""
    nodes, place = distinct(np.asarray(segments, dtype=float).reshape(-1, 2))
    lines = Lines.plain(place.reshape(-1, 2))
    return Network.drawn(Plane(np.zeros(2), np.ones(2)), nodes, 0, lines.between(lines.ends))


def shapes(found: Network) -> np.ndarray:
    return shapely.linestrings(found.uv[found.lines.ends])


def test_plane_measures_on_the_ellipsoid() -> None:
    plane = Plane.of(box(24.9, 60.1, 25.0, 60.2), Measure.from_crs("EPSG:4326"))
    # a degree of longitude and latitude at 60.15 degrees north, WGS 84
    assert plane.scale == pytest.approx([55_546, 111_416], rel=1e-4)
    assert plane.metres(np.array([[24.95, 60.15]])) == pytest.approx(np.zeros((1, 2)), abs=1e-6)


@pytest.mark.parametrize("seed", range(5))
def test_noded_lines_meet_in_nodes_only(seed: int) -> None:
    random = np.random.default_rng(seed)
    segments = random.uniform(0, 100, (60, 2, 2))
    segments[30:, 0] = np.rint(segments[30:, 0] / 10) * 10
    found = noded(network(segments), TOLERANCE)
    lines = shapes(found)
    again = shapely.get_parts(shapely.union_all(lines))  # newer GEOS joins what meets in a node of two lines
    assert shapely.get_num_coordinates(again).sum() - len(again) == len(lines)
    # nothing lies nearer than the tolerance to what it does not end at
    one, other = shapely.STRtree(lines).query(lines, predicate="dwithin", distance=0.4 * TOLERANCE)
    ends = found.lines.ends
    assert all(set(ends[i]) & set(ends[j]) for i, j in zip(one, other))


def test_pieces_know_their_lines() -> None:
    net = network([[(0, 0), (10, 0)], [(5, -5), (5, 5)], [(2, 0), (8, 0)]])
    by_start = {tuple(net.uv[a]): i for i, (a, _) in enumerate(net.lines.ends)}
    factor, barrier = np.ones(3), np.full(3, NO_RANK)
    for i, (start, value) in enumerate({(0, 0): 0.5, (5, -5): 0.1, (2, 0): 0.3}.items()):
        factor[by_start[start]], barrier[by_start[start]] = value, i
    lines = Lines(**{**vars(net.lines), "factor": factor, "hard": barrier == 2, "barrier": barrier})
    found = noded(net.with_lines(lines), TOLERANCE)
    pieces = {
        tuple(sorted(map(tuple, found.uv[ends].tolist()))): (f, h, b)
        for ends, f, h, b in zip(found.lines.ends, found.lines.factor, found.lines.hard, found.lines.barrier)
    }
    assert pieces == {
        ((0, 0), (2, 0)): (0.5, False, 0),
        ((2, 0), (5, 0)): (0.3, True, 0),
        ((5, 0), (8, 0)): (0.3, True, 0),
        ((8, 0), (10, 0)): (0.5, False, 0),
        ((5, -5), (5, 0)): (0.1, False, 1),
        ((5, 0), (5, 5)): (0.1, False, 1),
    }


def test_a_chain_of_near_nodes_does_not_collapse() -> None:
    x = np.arange(200) * 0.6e-3
    points = np.column_stack([x, np.zeros(200)])
    found = noded(network(np.stack([points[:-1], points[1:]], axis=1)), TOLERANCE)
    assert np.ptp(found.uv[:, 0]) == pytest.approx(x[-1], abs=TOLERANCE)
    assert 60 < len(found.uv) <= 100


def test_a_star_of_many_lines_gets_one_node() -> None:
    angle = np.linspace(0, np.pi, 400, endpoint=False)
    way = np.column_stack([np.cos(angle), np.sin(angle)])
    noise = np.random.default_rng(1).normal(0, 1e-8, (400, 1, 2))
    found = noded(network(np.stack([50 - 40 * way, 50 + 40 * way], axis=1) + noise), TOLERANCE)
    degree = np.bincount(found.lines.ends.reshape(-1))
    assert len(found.lines.ends) == 800
    assert sorted(degree[degree > 1].tolist()) == [800]


def test_triangles_of_the_tolerances_size_come_to_an_end() -> None:
    """Each of their corners lies nearer than the tolerance to the line between the other two."""
    corners = [(0.6, 2.60573), (1.38, 3.49067), (1.96, 2.64234), (2.74, 3.52728)]
    corners = np.array(corners) * 1e-3 + np.array([[23.599, 12.6]])
    away = np.array([[-5, 1], [-3, 8], [4, -7], [6, 2]])
    pairs = [(0, 1), (0, 2), (1, 3), (2, 3), (1, 2)]
    tails = np.stack([corners, corners + away], axis=1)
    found = noded(network(np.concatenate([corners[np.array(pairs)], tails])), TOLERANCE)
    assert len(shapely.union_all(shapes(found)).geoms) == len(found.lines.ends)


def test_sides_change_over_with_the_direction() -> None:
    lines = Lines.plain(np.array([[3, 1], [1, 2]]))
    lines = Lines(**{**vars(lines), "sides": np.array([[7, NOTHING], [8, NOTHING]])})
    turned = lines.between(lines.ends)
    assert turned.ends.tolist() == [[1, 2], [1, 3]]
    assert turned.sides.tolist() == [[8, NOTHING], [NOTHING, 7]]


@pytest.mark.parametrize(("few", "many"), [(3, 500), (400, 500), (0, 5), (5, 0), (1, 1000)])
def test_meeting_boxes_are_all_found(few: int, many: int) -> None:
    random = np.random.default_rng(few)

    def boxes(count: int) -> Boxes:
        low = random.uniform(0, 100, (count, 2))
        size = random.uniform(0, 1, (count, 2)) * random.choice([0, 1, 30], (count, 1))
        return Boxes(low, low + size)

    ours, theirs = boxes(few), boxes(many)
    one, other = meeting(ours, theirs)
    low = np.maximum(ours.low[:, None], theirs.low[None])
    high = np.minimum(ours.high[:, None], theirs.high[None])
    expected = np.argwhere((low <= high).all(axis=2))
    assert sorted(zip(one.tolist(), other.tolist())) == sorted(map(tuple, expected.tolist()))


def one_by_one(graph: FaceGraph, smallest: float, narrowest: float) -> np.ndarray:
    """Merge as the rule is written: again and again the smallest face that is too small and can go."""
    area, perimeter = graph.area.tolist(), graph.perimeter.tolist()
    became = list(range(len(area)))
    between = [{} for _ in area]
    for (a, b), length, cost, hard in zip(graph.pairs.tolist(), graph.length, graph.cost, graph.hard):
        between[a][b] = between[b][a] = (float(length), float(cost), bool(hard))
    small = [a < smallest or 2 * a < narrowest * p for a, p in zip(area, perimeter)]
    queue = [(a, i) for i, a in enumerate(area) if small[i] and not graph.apart[i]]
    heapq.heapify(queue)
    while queue:
        size, face = heapq.heappop(queue)
        if became[face] != face or size != area[face] or not small[face]:
            continue
        options = [
            (-round(cost / length, 6), -length, other)
            for other, (length, cost, hard) in between[face].items()
            if not hard and not graph.apart[other]
        ]
        if not options:
            continue
        _, length, taker = min(options)
        area[taker] += area[face]
        perimeter[taker] += perimeter[face] + 2 * length
        became[face] = taker
        for other, (length, cost, hard) in between[face].items():
            del between[other][face]
            if other != taker:
                old = between[taker].get(other, (0.0, 0.0, False))
                between[taker][other] = between[other][taker] = (old[0] + length, old[1] + cost, old[2] or hard)
        small[taker] = small[taker] and (area[taker] < smallest or 2 * area[taker] < narrowest * perimeter[taker])
        if small[taker] and not graph.apart[taker]:
            heapq.heappush(queue, (area[taker], taker))
    while any(became[target] != target for target in became):
        became = [became[target] for target in became]
    return np.array(became)


@pytest.mark.parametrize("seed", range(15))
def test_merging_in_rounds_is_merging_one_by_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    side = 12
    count = side * side
    at = np.arange(count).reshape(side, side)
    rows, columns = np.stack([at[:, :-1], at[:, 1:]], -1), np.stack([at[:-1], at[1:]], -1)
    pairs = np.concatenate([rows.reshape(-1, 2), columns.reshape(-1, 2)])
    length = random.integers(5, 40, len(pairs)).astype(float)
    factor = random.choice([0.0625, 0.25, 0.5, 1.0], len(pairs))
    perimeter = np.zeros(count)
    np.add.at(perimeter, pairs.reshape(-1), np.repeat(length, 2))
    graph = FaceGraph(
        random.permutation(count * 4)[:count].astype(float) + 1, perimeter, random.random(count) < 0.05,
        pairs, length, length * factor, random.random(len(pairs)) < 0.15,
    )  # fmt: skip
    smallest, narrowest = [(400, 0), (100, 9), (2000, 0)][seed % 3]
    became, small = merge_small(graph, smallest, narrowest)
    assert became.tolist() == one_by_one(graph, smallest, narrowest).tolist()
    assert len(np.unique(became)) < count
    assert not small[np.setdiff1d(np.arange(count), became)].any()
