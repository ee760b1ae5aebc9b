"""Which grids share a border, and how long it is.

Two grids are neighbours by rook adjacency: a common corner is not enough. Where their borders match vertex for vertex
each edge is in both; where they do not, the edges that run along each other are measured.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from grid_manager_plugin.rules.chunks import Progress
from grid_manager_plugin.rules.edges import Edges, directed_edges, unmatched
from grid_manager_plugin.rules.geodesy import Measure

LEAST = 0.001
"""Metres; a shorter common border is float noise."""


@dataclass(frozen=True)
class Neighbours:
    """Pairs of neighbours, sorted; each pair once.

    Attributes:
        one: Numbers of grids, the lower of each pair, shape (m,).
        other: Numbers of grids, the higher, shape (m,).
        border: Length of the common border in metres, shape (m,).
    """

    one: np.ndarray
    other: np.ndarray
    border: np.ndarray


def neighbours(geometry: np.ndarray, number: np.ndarray, measure: Measure, progress: Progress) -> Neighbours:
    """Return the neighbours among grids.

    Args:
        geometry: Valid (multi)polygons or ``None``, shape (n,).
        number: Number of the grid that each belongs to, shape (n,).
        measure: Measures in their coordinate system.
        progress: Called with the share that is done; may raise to cancel.
    """
    edges = directed_edges(geometry, progress.part(0.0, 0.7))
    owner = number[edges.owner]
    loose = unmatched(edges)
    pairs = [_matched(edges, owner, measure), _along(edges.where(loose), owner[loose], measure)]
    one, other, metres = (np.concatenate(parts) for parts in zip(*pairs))
    many = int(number.max()) + 1 if len(number) else 1
    key, which = np.unique(one * many + other, return_inverse=True)
    border = np.bincount(which.ravel(), metres, minlength=len(key))
    long = border >= LEAST
    progress(1.0)
    return Neighbours(key[long] // many, key[long] % many, border[long])


Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]


def _matched(edges: Edges, owner: np.ndarray, measure: Measure) -> Pairs:
    """Return pairs whose edges are the same, with the edges' lengths."""
    order = np.argsort(edges.line, kind="stable")
    first, second = order[:-1], order[1:]
    same = (edges.line[first] == edges.line[second]) & (owner[first] != owner[second])
    first, second = first[same], second[same]
    metres = measure.segment_lengths(edges.xy[edges.tail[first]], edges.xy[edges.head[first]])
    return np.minimum(owner[first], owner[second]), np.maximum(owner[first], owner[second]), metres


def _along(edges: Edges, owner: np.ndarray, measure: Measure) -> Pairs:
    """Return pairs whose edges run along each other without common vertices, with the common lengths."""
    lines = shapely.linestrings(np.stack([edges.xy[edges.tail], edges.xy[edges.head]], axis=1))
    one, other = shapely.STRtree(lines).query(lines, predicate="intersects") if len(lines) else np.zeros((2, 0), int)
    apart = (one < other) & (owner[one] != owner[other])
    one, other = one[apart], other[apart]
    common = shapely.intersection(lines[one], lines[other])
    drawn = shapely.length(common) > 0
    one, other = one[drawn], other[drawn]
    ends = shapely.get_coordinates(common[drawn]).reshape(-1, 2, 2)
    metres = measure.segment_lengths(ends[:, 0], ends[:, 1])
    return np.minimum(owner[one], owner[other]), np.maximum(owner[one], owner[other]), metres
