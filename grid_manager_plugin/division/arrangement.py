"""One set of lines for a community and its blocks, and the faces between them.

Nodes closer than a tolerance become one, nodes on another's segment are inserted there, and what still crosses is
noded. Faces made of such lines share their edges vertex for vertex by construction. The community's own vertices
never move; a node beside its edge moves onto the edge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from grid_manager_plugin.division.segments import distinct


def faces(community: BaseGeometry, blocks: np.ndarray, tolerance: float) -> np.ndarray:
    """Return the faces that the outlines of a community and its blocks enclose.

    Args:
        community: Valid (multi)polygon.
        blocks: Valid (multi)polygons, shape (n,) of object.
        tolerance: Nodes closer than this, in the unit of the CRS, are one.

    Returns:
        Polygons that do not overlap, share edges vertex for vertex and have no edge inside, shape (f,) of object.
    """
    edge = _Lines.of(np.array([community], dtype=object))
    drawn = _Lines.of(blocks)
    nodes, place, on_edge = _settle(edge, drawn, tolerance)
    own = _split(nodes, edge.segments, on_edge)
    segments = np.unique(np.sort(place[drawn.segments], axis=1), axis=0)
    # What follows the community's edge is there already, and must not bend to other nodes.
    edges = np.sort(edge.segments, axis=1) @ (len(nodes), 1)
    segments = segments[(segments[:, 0] != segments[:, 1]) & ~np.isin(segments @ (len(nodes), 1), edges)]
    inner = _split(nodes, segments, _beside(nodes, segments, tolerance))
    lines = np.unique(np.sort(np.concatenate([own, inner]), axis=1), axis=0)
    lines = lines[lines[:, 0] != lines[:, 1]]
    noded = shapely.union_all(shapely.linestrings(nodes[lines]))
    return shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))


@dataclass(frozen=True)
class _Lines:
    """Outlines: distinct nodes (v, 2) and segments between them (s, 2)."""

    nodes: np.ndarray
    segments: np.ndarray

    @classmethod
    def of(cls, polygons: np.ndarray) -> _Lines:
        rings = shapely.get_rings(shapely.get_parts(polygons))
        xy, ring = shapely.get_coordinates(rings, return_index=True)
        nodes, place = distinct(xy)
        first = np.flatnonzero((ring[1:] == ring[:-1]) & (place[1:] != place[:-1]))
        return cls(nodes, np.column_stack([place[first], place[first + 1]]))


@dataclass(frozen=True)
class _Beside:
    """Nodes that lie on segments they do not end: positions of both, shapes (b,)."""

    segment: np.ndarray
    node: np.ndarray


def _settle(edge: _Lines, drawn: _Lines, tolerance: float) -> tuple[np.ndarray, np.ndarray, _Beside]:
    """Bring nodes together.

    Returns:
        All nodes, those of ``edge`` first and unmoved; the place of each node of ``drawn`` among them; the nodes
        that came to lie on segments of ``edge``.
    """
    count = len(edge.nodes)
    apart, nearest = cKDTree(edge.nodes).query(drawn.nodes)
    place = np.where(apart <= tolerance, nearest, -1)
    free = np.flatnonzero(place < 0)
    xy = drawn.nodes[free].copy()
    point, segment = _near(edge.nodes[edge.segments], xy, tolerance)
    xy[point] = _foot(edge.nodes[edge.segments[segment]], xy[point])
    fixed = np.zeros(len(free), dtype=bool)
    fixed[point] = True
    leader = _leaders(xy, fixed, tolerance)
    kept, number = np.unique(leader, return_inverse=True)
    place[free] = count + number.reshape(-1)
    on_edge = np.isin(point, kept)
    beside = _Beside(segment[on_edge], count + np.searchsorted(kept, point[on_edge]))
    return np.concatenate([edge.nodes, xy[kept]]), place, beside


def _near(segments: np.ndarray, xy: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the points within the tolerance of a segment and the nearest segment of each, in point order."""
    lines, points = shapely.linestrings(segments), shapely.points(xy)
    point, segment = shapely.STRtree(lines).query(points, predicate="dwithin", distance=tolerance)
    apart = shapely.distance(points[point], lines[segment])
    order = np.lexsort((segment, apart, point))
    point, segment = point[order], segment[order]
    first = np.ones(len(point), dtype=bool)
    first[1:] = point[1:] != point[:-1]
    return point[first], segment[first]


def _foot(segments: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return the points of segments (n, 2, 2) that are nearest to points (n, 2)."""
    return segments[:, 0] + np.clip(_share(segments, xy), 0.0, 1.0)[:, None] * (segments[:, 1] - segments[:, 0])


def _share(segments: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return how far along segments (n, 2, 2) the feet of points (n, 2) lie, 0 at the start, 1 at the end."""
    along = segments[:, 1] - segments[:, 0]
    return ((xy - segments[:, 0]) * along).sum(axis=1) / (along**2).sum(axis=1)


def _leaders(xy: np.ndarray, fixed: np.ndarray, tolerance: float) -> np.ndarray:
    """Return for each point the point that it becomes one with, at most the tolerance away.

    Fixed points lead before others, then by x and y: a chain of near points does not collapse into one, and the
    order of the input does not matter.
    """
    leader = np.arange(len(xy))
    pairs = cKDTree(xy).query_pairs(tolerance, output_type="ndarray") if len(xy) else np.empty((0, 2), dtype=int)
    rank = np.empty(len(xy), dtype=np.int64)
    rank[np.lexsort((xy[:, 1], xy[:, 0], ~fixed))] = np.arange(len(xy))
    low = np.where(rank[pairs[:, 0]] < rank[pairs[:, 1]], pairs[:, 0], pairs[:, 1])
    high = pairs.sum(axis=1) - low
    open_ = np.zeros(len(xy), dtype=bool)
    open_[high] = True
    while open_.any():
        # A point leads when all that come before it have joined others; the rest of its neighbours join it.
        joins = open_[high] & ~open_[low] & (leader[low] == low)
        best = np.full(len(xy), len(xy))
        np.minimum.at(best, high[joins], rank[low[joins]])
        joined = best < len(xy)
        leader[joined] = np.argsort(rank)[best[joined]]
        open_ &= ~joined
        waits = np.zeros(len(xy), dtype=bool)
        waits[high[open_[high] & open_[low]]] = True
        open_ &= waits
    return leader


def _beside(nodes: np.ndarray, segments: np.ndarray, tolerance: float) -> _Beside:
    """Return every node within the tolerance of a segment, between its ends."""
    tree = shapely.STRtree(shapely.points(nodes))
    segment, node = tree.query(shapely.linestrings(nodes[segments]), predicate="dwithin", distance=tolerance)
    share = _share(nodes[segments[segment]], nodes[node])
    between = (share > 0) & (share < 1) & (segments[segment] != node[:, None]).all(axis=1)
    return _Beside(segment[between], node[between])


def _split(nodes: np.ndarray, segments: np.ndarray, beside: _Beside) -> np.ndarray:
    """Insert nodes into segments and return the pieces, shape (p, 2)."""
    start, end = segments.T
    share = _share(nodes[segments[beside.segment]], nodes[beside.node])
    number = np.arange(len(segments))
    owner = np.concatenate([number, beside.segment, number])
    node = np.concatenate([start, beside.node, end])
    place = np.concatenate([np.full(len(segments), -np.inf), share, np.full(len(segments), np.inf)])
    order = np.lexsort((node, place, owner))
    owner, node = owner[order], node[order]
    joined = np.flatnonzero(owner[1:] == owner[:-1])
    return np.column_stack([node[joined], node[joined + 1]])
