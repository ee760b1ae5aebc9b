"""Two layers of grids laid over each other."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from grid_manager_plugin.linking.apart import taken_apart
from grid_manager_plugin.linking.overlay import common_ground, most_in_common, same_ground
from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import directed_edges
from tests.linking.squares import MEASURE, array, box


def apart(grids: np.ndarray) -> tuple[np.ndarray, list]:
    found, pairs = taken_apart(grids, directed_edges(grids, Progress()), MEASURE, Progress())
    return found, pairs.tolist()


def test_the_same_ground_is_known_however_its_rings_run() -> None:
    one = box(0, 0, 10, 10)
    turned = shapely.Polygon(np.roll(shapely.get_coordinates(one)[:-1], 2, axis=0)[::-1])
    first, second = array([None, one, box(10, 0, 20, 10)]), array([box(10, 0, 20, 10.5), turned, None])
    assert [found.tolist() for found in same_ground(first, second)] == [[1], [1]]
    assert [found.tolist() for found in same_ground(array([one]), array([one, one]))] == [[0], [0]]


def test_common_ground_leaves_out_what_only_touches() -> None:
    pairs = common_ground(array([box(0, 0, 10, 10), None]), array([box(10, 0, 20, 10), box(5, 0, 15, 10)]), Progress())
    assert (pairs.first.tolist(), pairs.second.tolist(), pairs.area.tolist()) == ([0], [1], [50])


@pytest.mark.parametrize(("east", "found"), [(19.99, 1), (20, 0), (5.01, 1), (5, 0)])
def test_most_of_both_is_more_than_half(east: float, found: int) -> None:
    pairs = most_in_common(array([box(0, 0, 10, 10)]), array([box(0, 0, east, 10)]), Progress())
    assert len(pairs.first) == found


def test_ground_in_several_grids_stays_with_the_first() -> None:
    grids = array([box(0, 0, 10, 10), box(5, 0, 15, 10), box(8, 0, 20, 10)])
    found, pairs = apart(grids)
    assert pairs == [[0, 1], [0, 2], [1, 2]]
    assert shapely.area(found).tolist() == [100, 50, 50]
    assert found[0] is grids[0]


def test_the_same_grid_twice_has_ground_once() -> None:
    found, pairs = apart(array([box(0, 0, 10, 10), box(0, 0, 10, 10)]))
    assert (pairs, found[1]) == ([[0, 1]], None)


def test_a_whole_plan_on_another_one_is_found() -> None:
    under = [box(10 * i, 0, 10 * i + 10, 30) for i in range(3)]
    over = [box(0, 10 * i, 30, 10 * i + 10) for i in range(3)]
    found, pairs = apart(array([*under, *over]))
    assert len(pairs) == 9
    assert all(one is None for one in found[3:])


def test_grids_that_tile_are_left_alone() -> None:
    grids = array([box(0, 0, 10, 10), box(10, 0, 20, 5), box(10, 5, 20, 10)])  # a T-junction
    found, pairs = apart(grids)
    assert found is grids
    assert pairs == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*(st.integers(0, 12) for _ in range(4))), min_size=1, max_size=7))
def test_nothing_is_lost_and_nothing_counts_twice(corners: list[tuple[int, int, int, int]]) -> None:
    grids = array([box(min(a, c), min(b, d), max(a, c) + 1, max(b, d) + 1) for a, b, c, d in corners])
    found, _ = apart(grids)
    whole = shapely.union_all(grids)
    assert shapely.area(found[found != np.array(None)]).sum() == pytest.approx(whole.area)
    assert shapely.union_all(found).area == pytest.approx(whole.area)
    taken = shapely.Polygon()
    for one, left in zip(grids, found):
        expected = shapely.difference(one, taken).area
        assert (0 if left is None else left.area) == pytest.approx(expected, abs=1e-9)
        taken = shapely.union(taken, one)
