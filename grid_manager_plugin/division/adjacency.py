"""From a tiling of blocks to the graph of blocks."""

from __future__ import annotations

import numpy as np
import shapely

from grid_manager_plugin.division.graph import BlockGraph, components
from grid_manager_plugin.division.segments import SegmentTable, segment_table
from grid_manager_plugin.rules.geodesy import Measure


def build_graph(geometries: np.ndarray, population: np.ndarray, measure: Measure) -> tuple[BlockGraph, SegmentTable]:
    """Build the graph of blocks that tile a community vertex for vertex (see :func:`.fitting.fit`).

    Blocks are neighbours when they share a segment; touching in points makes none. The border cost is the shared
    length in metres on the ellipsoid. The parts of a community in several parts are joined by bridges that cost
    nothing, from the nearest block to the nearest block, as few and as short as possible: only there may a grid be
    in several parts.

    Args:
        geometries: Polygons of the blocks, shape (n,) of object.
        population: People per block, shape (n,).
        measure: Measure of the polygons' CRS.

    Returns:
        The graph, its edges sorted with the lower block first, and the segments that it was made from.
    """
    table = segment_table(geometries)
    edges, lengths = shared_lengths(table, len(geometries), measure)
    joints = bridges(geometries, edges)
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


def bridges(geometries: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Return the pairs of blocks that join the connected parts of a tiling, shape (parts - 1, 2), lower first.

    The shortest spanning tree over the parts, by distance in the source CRS; ties by block order.
    """
    number, part = components(edges, len(geometries))
    if number == 1:
        return np.empty((0, 2), dtype=np.int64)
    grounds = np.array([shapely.multipolygons(geometries[part == i]) for i in range(number)], dtype=object)
    one, other = np.triu_indices(number, k=1)
    apart = shapely.distance(grounds[one], grounds[other])
    joints = []
    island = np.arange(number)
    for pair in np.lexsort((other, one, apart)):
        a, b = island[one[pair]], island[other[pair]]
        if a != b:
            island[island == b] = a
            joints.append(_nearest(geometries, part, one[pair], other[pair]))
    return np.array(joints, dtype=np.int64)


def _nearest(geometries: np.ndarray, part: np.ndarray, one: int, other: int) -> tuple[int, int]:
    here, there = np.flatnonzero(part == one), np.flatnonzero(part == other)
    (i, j), apart = shapely.STRtree(geometries[there]).query_nearest(geometries[here], return_distance=True)
    best = np.lexsort((there[j], here[i], apart))[0]
    a, b = int(here[i[best]]), int(there[j[best]])
    return min(a, b), max(a, b)
