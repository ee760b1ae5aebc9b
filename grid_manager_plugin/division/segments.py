"""Ring segments as arrays: who shares which, and which of them remain as outlines.

Polygons that tile without gaps or overlaps and match vertex for vertex share every inner segment exactly twice,
in opposite directions. That makes adjacency, dissolving and the test for an exact tiling a matter of sorting.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

OUTSIDE = -1
"""Stands for the polygon on the other side of an outline segment."""


@dataclass(frozen=True)
class Directed:
    """All ring segments of many polygons, the polygon's interior to their left.

    Attributes:
        nodes: Distinct vertices, sorted by x, then y, shape (v, 2).
        start: Node where each segment starts, shape (s,).
        end: Node where it ends, shape (s,).
        owner: Polygon that it belongs to, shape (s,).
    """

    nodes: np.ndarray
    start: np.ndarray
    end: np.ndarray
    owner: np.ndarray

    def keys(self) -> np.ndarray:
        """Return one number per segment, the same for both directions, shape (s,)."""
        return np.minimum(self.start, self.end) * len(self.nodes) + np.maximum(self.start, self.end)


@dataclass(frozen=True)
class SegmentTable:
    """Each segment of a tiling once.

    Attributes:
        nodes: Distinct vertices, shape (v, 2).
        ends: The two nodes of each segment, in the direction that has ``left`` to its left, shape (m, 2).
        left: Polygon to the left, shape (m,).
        right: Polygon to the right, :data:`OUTSIDE` on the outline, shape (m,).
    """

    nodes: np.ndarray
    ends: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def inner(self) -> np.ndarray:
        """Tell which segments lie between two polygons, shape (m,)."""
        return self.right != OUTSIDE

    def coordinates(self, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return first and last points of some segments, shapes (w, 2), the lower node first."""
        ends = np.sort(self.ends[which], axis=1)
        return self.nodes[ends[:, 0]], self.nodes[ends[:, 1]]


def directed(polygons: np.ndarray) -> Directed:
    """Take polygons apart into segments.

    Args:
        polygons: Valid (multi)polygons, shape (n,) of object.
    """
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    is_hole = np.zeros(len(rings), dtype=bool)
    is_hole[1:] = ring_part[1:] == ring_part[:-1]
    backwards = shapely.is_ccw(rings) == is_hole
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    nodes, node = distinct(xy)
    first = np.flatnonzero((ring[1:] == ring[:-1]) & (node[1:] != node[:-1]))
    start, end = node[first], node[first + 1]
    flip = backwards[ring[first]]
    return Directed(nodes, np.where(flip, end, start), np.where(flip, start, end), part_owner[ring_part[ring[first]]])


def distinct(xy: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct points sorted by x, then y, shape (v, 2), and each point's place among them, shape (n,)."""
    order = np.lexsort((xy[:, 1], xy[:, 0]))
    ordered = xy[order]
    new = np.ones(len(xy), dtype=bool)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    place = np.empty(len(xy), dtype=np.int64)
    place[order] = np.cumsum(new) - 1
    return ordered[new], place


def tiles_exactly(polygons: np.ndarray, whole: shapely.Geometry) -> bool:
    """Tell whether valid polygons tile a valid polygon vertex for vertex.

    The directed outlines of the polygons, added up, must be the outline of the whole. Then the number of polygons
    that cover a place, which can change only across an outline, is 1 inside the whole and 0 outside: no gap, no
    overlap, no vertex on one side only.

    Args:
        polygons: Valid (multi)polygons, shape (n,) of object.
        whole: Valid (multi)polygon.
    """
    found = directed(np.append(polygons, whole))
    sign = np.where(found.start < found.end, 1, -1) * np.where(found.owner == len(polygons), -1, 1)
    _, place = np.unique(found.keys(), return_inverse=True)
    return not np.bincount(place.reshape(-1), weights=sign).any()


def segment_table(polygons: np.ndarray) -> SegmentTable:
    """Pair the segments of polygons that tile without overlap, vertex for vertex.

    Args:
        polygons: Valid (multi)polygons, shape (n,) of object.

    Returns:
        The table, sorted by the segments' nodes.
    """
    found = directed(polygons)
    keys = found.keys()
    order = np.lexsort((found.owner, keys))
    keys = keys[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = keys[1:] != keys[:-1]
    once = order[first]
    right = np.full(len(keys), OUTSIDE, dtype=np.int64)
    second = np.flatnonzero(~first)
    right[second - 1] = found.owner[order[second]]
    ends = np.column_stack([found.start[once], found.end[once]])
    return SegmentTable(found.nodes, ends, found.owner[once], right[first])
