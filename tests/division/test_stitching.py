"""Nodes put into the edges of polygons."""

from __future__ import annotations

import numpy as np
from footprints import array
from shapely import Polygon, box

from grid_manager_plugin.division.cells.stitching import with_nodes


def test_nodes_go_into_the_edges_they_lie_on_and_nowhere_else() -> None:
    polygons = array(box(0, 0, 4, 4), box(4, 0, 8, 4), box(20, 0, 24, 4))
    nodes = np.array([[4, 1], [4, 3], [4, 2], [4, 4], [6, 2], [9, 9], [2, 4 + 1e-9]])
    found = with_nodes(polygons, nodes, 1e-6)
    ring = [(4, 0), (4, 1), (4, 2), (4, 3), (4, 4), (2, 4 + 1e-9), (0, 4), (0, 0), (4, 0)]
    assert list(found[0].exterior.coords) == ring
    assert list(found[1].exterior.coords) == [(8, 0), (8, 4), (4, 4), (4, 3), (4, 2), (4, 1), (4, 0), (8, 0)]
    assert found[2] is polygons[2]


def test_holes_get_them_too() -> None:
    ring = Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 6, 6).exterior.coords])
    (found,) = with_nodes(array(ring), np.array([[3.0, 4.0]]), 0.0)
    assert (3, 4) in list(found.interiors[0].coords)
    assert found.equals(ring)


def test_nothing_to_insert_changes_nothing() -> None:
    polygons = array(box(0, 0, 4, 4))
    assert with_nodes(polygons, np.empty((0, 2)), 1.0) is polygons
