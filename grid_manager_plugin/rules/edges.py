"""Polygons as directed edges between numbered vertices: what tiles without a rest is told by counting, not by overlay.

The indicator function of a valid polygon jumps by one across each of its edges, up towards the side where the polygon
lies. The indicators of a community's grids add up to that of the community, almost everywhere, exactly when all jumps
cancel: each edge of the grids runs once in each direction, or once in the direction of the community's own edge. Then
there is no gap, no overlap among these grids and no spill, and no coordinate was ever computed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.ground import polygon_parts


@dataclass(frozen=True)
class Edges:
    """Directed edges of valid polygons, each polygon on the left of its own; zero-length edges are left out.

    Attributes:
        xy: Coordinates of the vertices, each place once, shape (v, 2).
        tail: Vertex that an edge starts at, shape (e,).
        head: Vertex that it ends at, shape (e,).
        owner: Position of the geometry that it belongs to, ascending, shape (e,).
        line: One number, from 0 on, for all edges between two vertices, in either direction, shape (e,).
    """

    xy: np.ndarray
    tail: np.ndarray
    head: np.ndarray
    owner: np.ndarray
    line: np.ndarray

    @property
    def sign(self) -> np.ndarray:
        """1 where an edge runs from the lower vertex to the higher, else -1, shape (e,)."""
        return np.where(self.tail < self.head, 1, -1)

    def where(self, chosen: np.ndarray) -> Edges:
        """Return the edges of a mask, shape (e,); vertices and lines keep their numbers."""
        return Edges(self.xy, self.tail[chosen], self.head[chosen], self.owner[chosen], self.line[chosen])


def directed_edges(geometry: np.ndarray, progress: Progress) -> Edges:
    """Return the edges of valid (multi)polygons; ``None`` has none.

    Args:
        geometry: Shape (n,) of object.
        progress: Called with the share that is done; may raise to cancel.
    """
    parts, owner = polygon_parts(geometry)
    rings, part = shapely.get_rings(parts, return_index=True)
    is_hole = np.concatenate([[False], part[1:] == part[:-1]])[: len(part)]
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    progress(0.2)
    start = np.flatnonzero(ring[:-1] == ring[1:])
    runs_left = _is_counterclockwise(coordinates, ring, start, len(rings)) != is_hole
    progress(0.3)
    xy, vertex = unique_places(coordinates, progress.part(0.3, 0.6))
    forward = runs_left[ring[start]]
    tail = np.where(forward, vertex[start], vertex[start + 1])
    head = np.where(forward, vertex[start + 1], vertex[start])
    long = tail != head
    tail, head = tail[long], head[long]
    progress(0.7)
    line, _ = _numbered(np.minimum(tail, head) * np.int64(len(xy)) + np.maximum(tail, head))
    progress(1.0)
    return Edges(xy, tail, head, owner[part][ring[start]][long], line)


def unique_places(coordinates: np.ndarray, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
    """Return each place once, shape (v, 2), and the number of each coordinate's, shape (n,)."""
    xy = coordinates + 0.0  # -0.0 is the same place as 0.0
    key = place_keys(xy)  # one sort of one key: several times as fast as one by x and y
    progress(0.2)
    vertex, first = _numbered(key)
    progress(0.8)
    if (xy[first][vertex] != xy).any():  # two places with one key
        order = np.lexsort((xy[:, 1], xy[:, 0]))
        new = np.concatenate([[True], (xy[order][1:] != xy[order][:-1]).any(axis=1)])
        vertex[order] = np.cumsum(new) - 1
        first = order[new]
    return xy[first], vertex


def place_keys(coordinates: np.ndarray) -> np.ndarray:
    """Return a key of each place, shape (n,) of uint64: the same for the same place, hardly ever for two.

    Args:
        coordinates: Shape (n, 2).
    """
    bits = np.ascontiguousarray(coordinates + 0.0).view(np.uint64)
    return (bits[:, 0] * _MIX[0]) ^ (bits[:, 1] * _MIX[1] >> _SHIFT) ^ (bits[:, 1] * _MIX[2])


def rests(edges: Edges, group: np.ndarray, sign: np.ndarray) -> np.ndarray:
    """Return the groups whose edges do not cancel, each once.

    Args:
        edges: Edges of all groups.
        group: Number of each edge's group, shape (e,); negative ones belong to none.
        sign: The edges' directions, shape (e,); turned where a polygon is taken away from the others.
    """
    chosen = group >= 0
    group = group[chosen].astype(np.int64)
    if not len(group):
        return np.zeros(0, dtype=np.int64)
    number, first = _numbered(edges.line[chosen] * (group.max() + 1) + group)
    totals = np.bincount(number, sign[chosen])
    return np.unique(group[first[totals != 0]])


def unmatched(edges: Edges) -> np.ndarray:
    """Tell which edges have no other one that runs the opposite way, shape (e,) of bool."""
    sign, many = edges.sign, (int(edges.line.max()) + 1 if len(edges.line) else 0)
    up, down = (np.bincount(edges.line[sign == way], minlength=many) for way in (1, -1))
    return np.where(sign > 0, down[edges.line], up[edges.line]) == 0


def _numbered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each key among the different ones, and a position of each of these."""
    order = np.argsort(keys)
    new = np.ones(len(keys), dtype=bool)
    new[1:] = keys[order[1:]] != keys[order[:-1]]
    number = np.empty(len(keys), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    return number, order[new]


_MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_SHIFT = np.uint64(29)
"""Odd numbers and a shift that spread the bits of coordinates over a key."""


def _is_counterclockwise(coordinates: np.ndarray, ring: np.ndarray, start: np.ndarray, count: int) -> np.ndarray:
    """Tell which rings run counterclockwise, shape (count,), by their signed area round their own first vertex."""
    first = np.searchsorted(ring, np.arange(count))
    local = coordinates - coordinates[first][ring] if count else coordinates
    x, y = local.T
    cross = x[start] * y[start + 1] - x[start + 1] * y[start]
    return np.bincount(ring[start], cross, minlength=count) > 0
