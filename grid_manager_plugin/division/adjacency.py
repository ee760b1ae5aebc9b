"""From a tiling of blocks to the graph of blocks."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from grid_manager_plugin.division.graph import BlockGraph, components
from grid_manager_plugin.division.segments import SegmentTable, segment_table
from grid_manager_plugin.rules.geodesy import Measure

SEEKERS = 500
"""Blocks that look for their neighbours at a time, which bounds the memory."""


def build_graph(
    geometries: np.ndarray, population: np.ndarray, measure: Measure, over: np.ndarray | None = None
) -> tuple[BlockGraph, SegmentTable]:
    """Build the graph of blocks that tile a community vertex for vertex (see :func:`.fitting.fit`).

    Blocks are neighbours when they share a segment; touching in points makes none. The border cost is the shared
    length in metres on the ellipsoid. The parts of a community in several parts are joined by bridges that cost
    nothing, along given lines first, then from the nearest block to the nearest block, as few and as short as
    possible: only there may a grid be in several parts.

    Args:
        geometries: Polygons of the blocks, shape (n,) of object.
        population: People per block, shape (n,).
        measure: Measure of the polygons' CRS.
        over: Lines that lead from part to part, such as a street on a bridge, shape (b,) of object; ``None`` for none.

    Returns:
        The graph, its edges sorted with the lower block first, and the segments that it was made from.
    """
    table = segment_table(geometries)
    edges, lengths = shared_lengths(table, len(geometries), measure)
    joints = bridges(geometries, edges, over)
    edges = np.concatenate([edges, joints])
    costs = np.concatenate([lengths, np.zeros(len(joints))])
    order = np.lexsort((edges[:, 1], edges[:, 0]))
    bridge = np.arange(len(edges)) >= len(lengths)
    people = np.asarray(population, dtype=float)
    return BlockGraph(people, measure.areas(geometries), edges[order], costs[order], bridge[order]), table


def shared_lengths(table: SegmentTable, count: int, measure: Measure) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of polygons that share segments and how many metres they share.

    Args:
        table: Segments of a tiling.
        count: Number of polygons.
        measure: Measure of their CRS.

    Returns:
        Pairs, the lower first, sorted, shape (m, 2); metres, shape (m,).
    """
    inner = table.inner()
    lower = np.minimum(table.left[inner], table.right[inner])
    upper = np.maximum(table.left[inner], table.right[inner])
    pairs, place = np.unique(lower * count + upper, return_inverse=True)
    lengths = measure.segment_lengths(*table.coordinates(inner))
    edges = np.column_stack([pairs // max(count, 1), pairs % max(count, 1)])
    return edges, np.bincount(place.reshape(-1), weights=lengths, minlength=len(pairs))


def bridges(geometries: np.ndarray, edges: np.ndarray, over: np.ndarray | None = None) -> np.ndarray:
    """Return the pairs of blocks that join the connected parts of a tiling, shape (parts - 1, 2), lower first.

    The shortest spanning tree over the parts, by distance in the source CRS; ties by block order. It grows with the
    reach, which doubles: so only blocks that are near each other, of parts not joined yet, are ever measured.

    Args:
        geometries: Polygons, shape (n,) of object.
        edges: Pairs of polygons that are neighbours, shape (m, 2).
        over: Lines that join the parts that they lie on, before any distance counts, shape (b,) of object.
    """
    number, part = components(edges, len(geometries))
    joints = np.empty((0, 2), dtype=np.int64)
    if number == 1:
        return joints
    if over is not None and len(over):
        joints = _along(geometries, part, over)
    boxes, tree = shapely.bounds(geometries), shapely.STRtree(geometries)
    reach = float(np.median(boxes[:, 2:] - boxes[:, :2]))  # of the size of a block: one far island must not stretch it
    groups, group = components(np.concatenate([edges, joints]), len(geometries))
    while groups > 1:
        pairs = _near_pairs(tree, boxes, group, reach)
        apart = shapely.distance(geometries[pairs[:, 0]], geometries[pairs[:, 1]])
        within = apart <= reach
        joints = np.concatenate([joints, _shortest_tree(pairs[within], apart[within], part, group)])
        groups, group = components(np.concatenate([edges, joints]), len(geometries))
        reach *= 2
    return joints


def _along(geometries: np.ndarray, part: np.ndarray, over: np.ndarray) -> np.ndarray:
    """Return pairs of blocks, lower first, of parts that lines join; no more than join them."""
    line, block = shapely.STRtree(geometries).query(over, predicate="intersects")
    first = np.lexsort((block, part[block], line))
    line, block = line[first], block[first]
    new = np.flatnonzero((np.diff(line, prepend=-1) != 0) | (np.diff(part[block], prepend=-1) != 0))
    line, block = line[new], block[new]  # of each part that a line lies on, the first block
    same = np.flatnonzero(line[1:] == line[:-1])
    pairs = np.unique(np.sort(np.column_stack([block[same], block[same + 1]]), axis=1), axis=0)
    if not len(pairs):
        return pairs.reshape(0, 2)
    return pairs[np.sort(_forest(pairs, part))]


def _forest(pairs: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Return the positions of the pairs that join parts, the first ones that do and no more than needed.

    By rank, not by length: no two are equal, and none is 0, which would be no link.
    """
    ends, count = np.sort(part[pairs], axis=1), int(part.max()) + 1
    _, first = np.unique(ends[:, 0] * count + ends[:, 1], return_index=True)
    links = coo_matrix((first + 1, (ends[first, 0], ends[first, 1])), shape=(count, count))
    return minimum_spanning_tree(links.tocsr()).data.astype(np.int64) - 1


def _near_pairs(tree: shapely.STRtree, boxes: np.ndarray, group: np.ndarray, reach: float) -> np.ndarray:
    """Return the pairs of blocks, lower first, that may be the nearest of their groups and lie within the reach."""
    seekers = np.flatnonzero(group != np.argmax(np.bincount(group)))
    found = [np.empty((0, 2), dtype=np.int64)]
    for start in range(0, len(seekers), SEEKERS):
        here = seekers[start : start + SEEKERS]
        low, high = boxes[here, :2] - reach, boxes[here, 2:] + reach
        i, j = tree.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
        pairs = np.sort(np.column_stack([here[i], j]), axis=1)
        pairs = pairs[group[pairs[:, 0]] != group[pairs[:, 1]]]
        found.append(pairs[_may_be_nearest(boxes, group, pairs)])
    return np.unique(np.concatenate(found), axis=0)


def _may_be_nearest(boxes: np.ndarray, group: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """Tell which pairs of blocks are not surely farther apart than others of the same two groups, by their boxes."""
    one, other = boxes[pairs[:, 0]], boxes[pairs[:, 1]]
    across = np.maximum(one[:, 2:] - other[:, :2], other[:, 2:] - one[:, :2])
    gap = np.maximum(np.maximum(one[:, :2] - other[:, 2:], other[:, :2] - one[:, 2:]), 0)
    ends = np.sort(group[pairs], axis=1)
    _, between = np.unique(ends[:, 0] * (int(group.max()) + 1) + ends[:, 1], return_inverse=True)
    between = between.reshape(-1)
    at_most = np.full(len(pairs), np.inf)
    np.minimum.at(at_most, between, np.hypot(*across.T))
    return np.hypot(*gap.T) <= at_most[between] * (1 + 1e-9)


def _shortest_tree(pairs: np.ndarray, apart: np.ndarray, part: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return the pairs of blocks that make the shortest spanning trees over groups."""
    swapped = part[pairs[:, 0]] > part[pairs[:, 1]]
    lower, upper = np.where(swapped, pairs[:, ::-1].T, pairs.T)
    order = np.lexsort((upper, lower, part[upper], part[lower], apart))
    pairs = pairs[order]
    return pairs[np.sort(_forest(pairs, group))]
