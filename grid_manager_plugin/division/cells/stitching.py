"""Nodes put into the edges of polygons, so that neighbours match vertex for vertex again."""

from __future__ import annotations

import numpy as np
import shapely


def with_nodes(polygons: np.ndarray, nodes: np.ndarray, tolerance: float) -> np.ndarray:
    """Return polygons with nodes inserted where they lie on an edge.

    Args:
        polygons: Polygons, shape (n,) of object.
        nodes: Points, shape (v, 2); those on no edge, and those that are vertices already, change nothing.
        tolerance: How far a node may lie from an edge, in the unit of the CRS.
    """
    rings, owner = shapely.get_rings(polygons, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    start = np.flatnonzero(ring[1:] == ring[:-1])
    tree = shapely.STRtree(shapely.linestrings(np.stack([xy[start], xy[start + 1]], axis=1)))
    node, segment = tree.query(shapely.points(nodes), predicate="dwithin", distance=tolerance)
    first, along = xy[start[segment]], xy[start[segment] + 1] - xy[start[segment]]
    share = ((nodes[node] - first) * along).sum(axis=1) / (along**2).sum(axis=1)
    new = (share > 0) & (share < 1)
    new &= (nodes[node] != first).any(axis=1) & (nodes[node] != first + along).any(axis=1)
    node, segment, share = node[new], segment[new], share[new]
    if not len(node):
        return polygons
    order = np.lexsort((share, segment))
    at = start[segment[order]] + 1
    touched = np.unique(owner[ring[at]])
    lines = shapely.linearrings(np.insert(xy, at, nodes[node[order]], axis=0), indices=np.insert(ring, at, ring[at]))
    changed = polygons.copy()
    for i in touched:
        own = lines[owner == i]
        changed[i] = shapely.Polygon(own[0], own[1:])
    return changed
