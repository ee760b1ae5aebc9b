"""Vertices that belong on a border: inserted where they are missing, welded where they differ by float noise."""

from __future__ import annotations

import numpy as np
import shapely
from scipy.spatial import cKDTree

from grid_manager_plugin.rules.ground import polygon_parts

NOISE = 1e-6
"""Metres; vertices, and vertices and edges, closer than this are at one place: they differ by float noise."""


def welded(geometry: np.ndarray, anchors: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return polygons whose vertices at one place have the same coordinates, those of an anchor where one is there.

    Args:
        geometry: (Multi)polygons, shape (n,).
        anchors: Places that do not move, shape (a, 2).
        scale: Metres a unit of x and of y, shape (2,).
    """
    xy = shapely.get_coordinates(geometry)
    places = np.unique(np.concatenate([anchors, xy]), axis=0)
    pairs = cKDTree(places * scale).query_pairs(NOISE, output_type="ndarray")
    if not len(pairs):
        return geometry
    fixed = np.zeros(len(places), dtype=bool)
    fixed[_number(places, anchors)] = True
    target = np.arange(len(places))
    for one, other in pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].tolist():
        keep, lose = (other, one) if fixed[other] and not fixed[one] else (one, other)
        if not fixed[lose]:
            target[lose] = target[keep]
    return shapely.set_coordinates(geometry.copy(), places[target[_number(places, xy)]])


def noded(geometry: np.ndarray, vertices: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return polygons with those vertices inserted that lie on one of their edges, but not at its ends.

    Args:
        geometry: (Multi)polygons, shape (n,).
        vertices: Places, shape (v, 2).
        scale: Metres a unit of x and of y, shape (2,).
    """
    parts, owner = polygon_parts(geometry)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    start = np.flatnonzero(ring[:-1] == ring[1:])
    lines = shapely.linestrings(np.stack([xy[start], xy[start + 1]], axis=1) * scale)
    points = shapely.points(vertices * scale)
    vertex, edge = shapely.STRtree(lines).query(points, predicate="dwithin", distance=NOISE)
    at, first, last = vertices[vertex], xy[start[edge]], xy[start[edge] + 1]
    apart = np.minimum(*(np.hypot(*((at - end) * scale).T) for end in (first, last)))
    vertex, edge, at, first = vertex[apart > NOISE], edge[apart > NOISE], at[apart > NOISE], first[apart > NOISE]
    if not len(vertex):
        return geometry
    along = np.hypot(*((at - first) * scale).T)
    order = np.lexsort((along, edge))
    behind = start[edge[order]] + 1
    xy, ring = np.insert(xy, behind, at[order], axis=0), np.insert(ring, behind, ring[behind])
    return _rebuilt(geometry, xy, ring, part, owner, np.unique(owner[part[ring[behind]]]))


def without_vertices(geometry: np.ndarray, needless: np.ndarray) -> np.ndarray:
    """Return polygons without some of their vertices, where a ring keeps three at least.

    Args:
        geometry: (Multi)polygons, shape (n,).
        needless: Places, shape (v, 2).
    """
    if not len(needless):
        return geometry
    parts, owner = polygon_parts(geometry)
    rings, part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    last = np.append(ring[1:] != ring[:-1], True)
    gone = among(xy, needless) & ~last
    left = np.bincount(ring[~gone & ~last], minlength=len(rings))
    gone &= left[ring] >= 3
    if not gone.any():
        return geometry
    kept = ~gone & ~last
    touched = np.unique(owner[part[ring[gone]]])
    xy, ring_kept = xy[kept], ring[kept]
    closing = np.searchsorted(ring_kept, np.arange(len(rings)), side="right")
    opening = np.searchsorted(ring_kept, np.arange(len(rings)))
    xy, ring = np.insert(xy, closing, xy[opening], axis=0), np.insert(ring_kept, closing, np.arange(len(rings)))
    return _rebuilt(geometry, xy, ring, part, owner, touched)


def _rebuilt(
    geometry: np.ndarray, xy: np.ndarray, ring: np.ndarray, part: np.ndarray, owner: np.ndarray, touched: np.ndarray
) -> np.ndarray:
    """Return geometries, those that are touched made anew from their rings."""
    found = geometry.copy()
    at = np.searchsorted(ring, np.arange(len(part) + 1))
    for one in touched.tolist():
        polygons = []
        for number in np.flatnonzero(owner == one).tolist():
            shell, *holes = (xy[at[i] : at[i + 1]] for i in np.flatnonzero(part == number).tolist())
            polygons.append(shapely.Polygon(shell, holes))
        found[one] = polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    return found


def _number(places: np.ndarray, xy: np.ndarray) -> np.ndarray:
    """Return the positions of places among sorted ones that hold all of them."""
    _, inverse = np.unique(np.concatenate([places, xy]), axis=0, return_inverse=True)
    return inverse.ravel()[len(places) :]


def among(xy: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Tell which coordinates are one of the places, shape (n,) of bool."""
    _, inverse = np.unique(np.concatenate([places, xy]), axis=0, return_inverse=True)
    known = np.zeros(inverse.max(initial=-1) + 1, dtype=bool)
    known[inverse.ravel()[: len(places)]] = True
    return known[inverse.ravel()[len(places) :]]
