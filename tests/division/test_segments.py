"""Segments in arrays: what tiles exactly, and who shares what."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Polygon, box

from grid_manager_plugin.division.segments import OUTSIDE, segment_table, tiles_exactly


def array(*polygons: shapely.Geometry) -> np.ndarray:
    found = np.empty(len(polygons), dtype=object)
    found[:] = polygons
    return found


WHOLE = Polygon([(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)])


def test_blocks_that_match_vertex_for_vertex_tile() -> None:
    assert tiles_exactly(array(box(0, 0, 1, 1), box(1, 0, 2, 1)), WHOLE)


def test_direction_of_rings_does_not_matter() -> None:
    blocks = array(box(0, 0, 1, 1, ccw=True), box(1, 0, 2, 1, ccw=False))
    assert tiles_exactly(blocks, WHOLE)
    assert tiles_exactly(blocks, WHOLE.reverse())


@pytest.mark.parametrize(
    "blocks",
    [
        pytest.param([box(0, 0, 1, 1)], id="gap"),
        pytest.param([box(0, 0, 1, 1), box(1, 0, 2, 1), box(1, 0, 2, 1)], id="twice"),
        pytest.param([box(0, 0, 2, 1)], id="vertex of the community missing"),
        pytest.param([box(0, 0, 1, 1), box(1, 0, 2, 0.5), box(1, 0.5, 2, 1)], id="node on one side only"),
        pytest.param([box(0, 0, 1, 1), box(1, 0, 2, 1 + 1e-12)], id="float noise"),
        pytest.param([box(0, 0, 1, 1), box(1, 0, 2, 1), box(5, 5, 6, 6)], id="outside"),
    ],
)
def test_anything_else_does_not_tile(blocks: list[Polygon]) -> None:
    assert not tiles_exactly(array(*blocks), WHOLE)


def test_every_segment_stands_once_with_both_sides() -> None:
    table = segment_table(array(box(0, 0, 1, 1), box(1, 0, 2, 1)))
    assert len(table.ends) == 7
    start, end = table.coordinates(table.inner())
    assert (start.tolist(), end.tolist()) == ([[1, 0]], [[1, 1]])
    assert sorted(table.left[table.inner()].tolist() + table.right[table.inner()].tolist()) == [0, 1]
    assert (table.right == OUTSIDE).sum() == 6


def test_left_is_the_polygon_on_the_left() -> None:
    hole = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior.coords])
    polygons = array(hole, box(1, 1, 2, 2))
    table = segment_table(polygons)
    start, end = table.nodes[table.ends[:, 0]], table.nodes[table.ends[:, 1]]
    along = end - start
    beside = (start + end) / 2 + np.column_stack([-along[:, 1], along[:, 0]]) * 1e-3
    assert shapely.contains_xy(polygons[table.left], beside[:, 0], beside[:, 1]).all()
